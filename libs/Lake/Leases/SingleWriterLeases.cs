namespace Volcast.Lake.Leases;

/// <summary>Leases of a lake in memory, which nobody else can write.</summary>
internal sealed class SingleWriterLeases : ILeaseStore
{
    public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult<ILease>(new Lease());

    private sealed class Lease : ILease
    {
        public long? Token => null;

        public bool WasAbandoned => false;

        public bool IsLost => false;

        public ValueTask DisposeAsync() => default;
    }
}
