using System.Security.Cryptography;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Leases;

/// <summary>
/// Leases as objects in the lake's store, for stores without operating-system locks: <c>_leases/SPY.json</c> is put with
/// If-None-Match or If-Match, so one of two writers wins. A lease expires when its holder stops renewing it. The holder may only
/// be paused: the token in its commits makes that harmless.
/// </summary>
/// <param name="store">The lake's store.</param>
/// <param name="options">How long to wait, and how long a lease lasts.</param>
public sealed class ConditionalLeaseStore(IObjectStore store, LeaseOptions? options = null) : ILeaseStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly LeaseOptions options = options ?? new();

    public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default) =>
        options.WaitForAsync(
            name, store.Description, Pause, async () => (await AttemptAsync(name, cancellationToken)).Lease, cancellationToken);

    /// <summary>Takes the lease of a name unless a live writer holds it. The lease of a killed writer looks like that of a live
    /// one until it expires, so this waits for whichever comes first: a renewal, a release, or the expiry.</summary>
    /// <returns>The lease; null if another writer has renewed or taken it.</returns>
    /// <exception cref="LakeException">The store fails; or the lease was not renewed for twice its duration and has not
    /// expired, since the clocks of two machines differ.</exception>
    public async Task<ILease?> TryAcquireAsync(string name, CancellationToken cancellationToken = default)
    {
        var start = options.Clock.GetTimestamp();
        LeaseRecord? seen = null;
        while (true)
        {
            var (lease, held) = await AttemptAsync(name, cancellationToken);
            if (lease is not null)
                return lease;
            if (held is null || (seen is not null && held != seen))
                return null;
            if (seen is null)
                options.OnWaiting?.Invoke(
                    $"Another run holds {LakePaths.Lease(name)} in {store.Description}; waiting up to "
                    + $"{options.Duration.TotalSeconds:0.#} s to see whether it is alive.");
            if (options.Clock.GetElapsedTime(start) >= 2 * options.Duration)
                throw new LakeException(
                    $"{LakePaths.Lease(name)} in {store.Description} was not renewed for "
                    + $"{2 * options.Duration.TotalSeconds:0.#} s, and expires only at "
                    + $"{held.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: the clocks of two machines differ. Set them, for "
                    + "example by NTP, and run the command again after that time.");
            seen = held;
            await Task.Delay(Pause, options.Clock, cancellationToken);
        }
    }

    /// <summary>Takes the lease if it is free.</summary>
    /// <returns>The lease; or the record of the writer that holds it; or neither, if another writer was faster.</returns>
    private async Task<(ILease? Lease, LeaseRecord? Held)> AttemptAsync(string name, CancellationToken cancellationToken)
    {
        var path = LakePaths.Lease(name);
        var stored = await store.GetAsync(path, cancellationToken);
        var last = stored is null ? null : LeaseRecord.Parse(path, stored.Content);
        var now = options.Clock.GetUtcNow();
        if (last is { IsReleased: false } && last.ExpiresAt > now)
            return (null, last);
        // A holder's name must differ between any two writers, so it is random: the only random value in a lake.
        var holder = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var record = new LeaseRecord((last?.Token ?? 0) + 1, holder, now + options.Duration, IsReleased: false);
        return await PutAsync(path, record, stored?.ETag, cancellationToken) is { } etag
            ? (new ConditionalLease(store, path, record, etag, last is { IsReleased: false }, options), null)
            : default;
    }

    /// <summary>The ETag of the record; null if another writer was faster.</summary>
    private async Task<string?> PutAsync(string path, LeaseRecord record, string? lastETag, CancellationToken cancellationToken)
    {
        try
        {
            return await store.PutAsync(
                path, record.ToJson(), lastETag is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(lastETag),
                cancellationToken);
        }
        catch (PutConditionException)
        {
            // The put may have taken effect although its response was lost.
            return await store.GetAsync(path, cancellationToken) is { } stored
                && LeaseRecord.Parse(path, stored.Content).Holder == record.Holder ? stored.ETag : null;
        }
    }
}
