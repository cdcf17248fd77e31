using System.Threading.RateLimiting;

namespace Volcast.WebHosting.Limits;

/// <summary>Limits how often one client is refused with a line in the log: 20 times at once and then once a second, so that wrong
/// keys and malformed requests cannot fill the log.</summary>
public sealed class RefusalLimit : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
        {
            TokensPerPeriod = 1,
            TokenLimit = 20,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Counts a refusal.</summary>
    /// <param name="client">The sender's address, or what authentication has proved; never a name that the client merely
    /// claims.</param>
    /// <returns>Whether the refusal may be logged.</returns>
    public bool TryCount(string client)
    {
        using var lease = limiter.AttemptAcquire(client);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
