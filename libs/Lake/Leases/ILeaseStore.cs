namespace Volcast.Lake.Leases;

/// <summary>
/// Grants leases: the right to write one symbol of a lake, held by one writer at a time. A local lake uses operating-system locks
/// (<see cref="LocalLeaseStore"/>), an object store uses conditional puts (<see cref="ConditionalLeaseStore"/>).
/// </summary>
public interface ILeaseStore
{
    /// <summary>Takes the lease of a name, waiting while another writer holds it.</summary>
    /// <param name="name">A symbol, or a name that starts with an underscore for the complete lake.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LakeException">Another writer holds the lease for longer than this one may wait, or the store
    /// fails.</exception>
    Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>A lease that is held until it is disposed, or until it expires.</summary>
public interface ILease : IAsyncDisposable
{
    /// <summary>The fencing token: larger than that of every earlier holder of the same name. Null where the lease cannot expire
    /// while its holder lives, so that no earlier holder can still be writing.</summary>
    long? Token { get; }

    /// <summary>Whether the previous holder ended without releasing the lease, and may have left unfinished work.</summary>
    bool WasAbandoned { get; }

    /// <summary>Whether the lease has expired or another writer has taken it.</summary>
    bool IsLost { get; }
}
