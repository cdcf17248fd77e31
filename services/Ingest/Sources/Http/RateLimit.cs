namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>A rate limit: lets a fixed number of requests pass in any 60 seconds, in their order of arrival.</summary>
/// <remarks>The limiters of System.Threading.RateLimiting use the system's clock; this one uses the injected clock.</remarks>
internal sealed class RateLimit(int perMinute, TimeProvider time) : IDisposable
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
                    // Whole milliseconds, because a shorter delay is rounded to none.
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
