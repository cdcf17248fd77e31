namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Lets at most a number of requests through in any 60 seconds, in the order in which they came.</summary>
/// <remarks>The limiters of System.Threading.RateLimiting keep their own time; this one keeps the injected one.</remarks>
internal sealed class RequestPace(int perMinute, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Queue<long> sent = new(perMinute);
    private readonly SemaphoreSlim turn = new(1, 1);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (sent.Count >= perMinute)
            {
                var wait = Minute - time.GetElapsedTime(sent.Peek());
                if (wait <= TimeSpan.Zero)
                    sent.Dequeue();
                else
                    // Whole milliseconds, because a delay of less is no delay.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
            sent.Enqueue(time.GetTimestamp());
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
