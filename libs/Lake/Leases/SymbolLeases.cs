using System.Collections.Concurrent;
using Volcast.Market;

namespace Volcast.Lake.Leases;

/// <summary>The leases that one lake handle holds. Callers of the same symbol share one lease; the last one releases
/// it.</summary>
/// <param name="store">Grants the leases.</param>
/// <param name="recover">Finishes a symbol's unfinished work when its previous holder was stopped.</param>
internal sealed class SymbolLeases(ILeaseStore store, Func<Symbol, ILease, CancellationToken, Task> recover) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Symbol, Slot> slots = new();

    /// <summary>The lease, if this handle holds it; otherwise null.</summary>
    internal SymbolLease? Find(Symbol symbol) => slots.TryGetValue(symbol, out var slot) ? slot.Lease : null;

    /// <summary>Takes the lease, or shares it if this handle holds it already. Each call needs one
    /// <see cref="LeaveAsync"/>.</summary>
    internal async Task<SymbolLease> EnterAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var slot = slots.GetOrAdd(symbol, _ => new());
        await slot.Changing.WaitAsync(cancellationToken);
        try
        {
            var lease = slot.Lease ??= await AcquireAsync(symbol, cancellationToken);
            slot.Users++;
            return lease;
        }
        finally
        {
            slot.Changing.Release();
        }
    }

    internal async Task LeaveAsync(Symbol symbol)
    {
        var slot = slots[symbol];
        await slot.Changing.WaitAsync();
        try
        {
            if (--slot.Users == 0)
                await slot.ReleaseAsync();
        }
        finally
        {
            slot.Changing.Release();
        }
    }

    /// <summary>Releases every lease that is still held.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var slot in slots.Values)
            await slot.ReleaseAsync();
    }

    private async Task<SymbolLease> AcquireAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var held = await store.AcquireAsync(symbol.Value, cancellationToken);
        try
        {
            if (held.WasAbandoned)
                await recover(symbol, held, cancellationToken);
            return new(held);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>One symbol's lease, and the number of callers that use it.</summary>
    private sealed class Slot
    {
        internal SemaphoreSlim Changing { get; } = new(1);

        internal SymbolLease? Lease { get; set; }

        internal int Users { get; set; }

        internal async ValueTask ReleaseAsync()
        {
            if (Lease is not { } lease) return;
            Lease = null;
            await lease.Held.DisposeAsync();
        }
    }
}
