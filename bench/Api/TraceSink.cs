using System.Net;

namespace Volcast.Bench.Api;

/// <summary>Receives the traces of the service like OpenTelemetry's collector and drops them, so that telemetry is on during the
/// measurement.</summary>
internal sealed class TraceSink : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task taking;
    private long batches;

    public TraceSink()
    {
        Address = $"http://127.0.0.1:{ServerProcess.FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        taking = TakeAsync();
    }

    public string Address { get; }

    /// <summary>The number of batches received so far.</summary>
    public long Batches => Interlocked.Read(ref batches);

    public void Dispose()
    {
        listener.Stop();
        taking.Wait();
        listener.Close();
    }

    private async Task TakeAsync()
    {
        while (listener.IsListening)
            try
            {
                var context = await listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.Close();
                Interlocked.Increment(ref batches);
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The sink was stopped, or the service ended in the middle of a batch.
            }
    }
}
