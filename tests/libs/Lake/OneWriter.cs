using Volcast.Lake.Leases;

namespace Volcast.Lake.Tests;

/// <summary>Grants every lease at once, as a lock that cannot expire. It is correct for a test with one writer and wrong for a
/// test with two.</summary>
internal sealed class OneWriter : ILeaseStore
{
    public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult<ILease>(new Granted());

    private sealed class Granted : ILease
    {
        public long? Token => null;

        public bool WasAbandoned => false;

        public bool IsLost => false;

        public ValueTask DisposeAsync() => default;
    }
}
