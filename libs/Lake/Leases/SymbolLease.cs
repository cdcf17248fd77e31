namespace Volcast.Lake.Leases;

/// <summary>The lease of one symbol as one lake handle uses it, with the snapshot of each table that this handle read first
/// under it. A commit only replaces that snapshot, so that no row of another writer is lost.</summary>
internal sealed class SymbolLease(ILease held)
{
    private readonly Dictionary<string, Manifest?> bases = new(StringComparer.Ordinal);

    internal ILease Held { get; } = held;

    /// <summary>Whether a table's present snapshot is the one that was read first. If none was read yet, records this
    /// one.</summary>
    internal bool IsBase(string table, Manifest? current)
    {
        lock (bases)
            return bases.TryAdd(table, current) || Manifest.IsSameCommit(bases[table], current);
    }

    /// <summary>Records this handle's own commit.</summary>
    internal void SetBase(string table, Manifest committed)
    {
        lock (bases)
            bases[table] = committed;
    }
}
