using Volcast.Lake.Stores;

namespace Volcast.Lake.Leases;

/// <summary>A lease whose holder renews its object before it expires.</summary>
internal sealed class ConditionalLease : ILease
{
    private readonly IObjectStore store;
    private readonly string path;
    private readonly LeaseOptions options;
    private readonly SemaphoreSlim renewing = new(1);
    private readonly ITimer timer;
    private LeaseRecord record;
    private string etag;
    private bool isTaken;

    internal ConditionalLease(
        IObjectStore store, string path, LeaseRecord record, string etag, bool wasAbandoned, LeaseOptions options)
    {
        (this.store, this.path, this.record, this.etag, this.options) = (store, path, record, etag, options);
        WasAbandoned = wasAbandoned;
        var third = options.Duration / 3;
        timer = options.Clock.CreateTimer(_ => _ = RenewAsync(), null, third, third);
    }

    public long? Token => record.Token;

    public bool WasAbandoned { get; }

    public bool IsLost => isTaken || options.Clock.GetUtcNow() >= record.ExpiresAt;

    /// <summary>Marks the lease as released, so that the next writer neither waits nor looks for unfinished work.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await renewing.WaitAsync();
        try
        {
            if (!isTaken)
                await store.PutAsync(path, (record with { IsReleased = true }).ToJson(), PutCondition.IfMatch(etag));
        }
        catch (LakeException)
        {
            // The lease expires without a release, or another writer has it already.
        }
        isTaken = true;
    }

    private async Task RenewAsync()
    {
        if (!await renewing.WaitAsync(TimeSpan.Zero))
            return;
        try
        {
            if (isTaken) return;
            var next = record with { ExpiresAt = options.Clock.GetUtcNow() + options.Duration };
            etag = await store.PutAsync(path, next.ToJson(), PutCondition.IfMatch(etag));
            record = next;
        }
        catch (PutConditionException)
        {
            await ReadBackAsync();
        }
        catch (LakeException)
        {
            // The store cannot be reached. The next renewal tries again, until the lease expires.
        }
        finally
        {
            renewing.Release();
        }
    }

    /// <summary>Checks for this holder's own renewal: it may have taken effect although its response was lost.</summary>
    private async Task ReadBackAsync()
    {
        try
        {
            if (await store.GetAsync(path) is { } stored
                && LeaseRecord.Parse(path, stored.Content) is { } read && read.Holder == record.Holder)
                (record, etag) = (read, stored.ETag);
            else
                isTaken = true;
        }
        catch (LakeException)
        {
            // Unknown for now: the next renewal finds out, or the lease expires.
        }
    }
}
