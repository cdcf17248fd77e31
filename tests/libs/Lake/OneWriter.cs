using Volcast.Lake.Leases;

namespace Volcast.Lake.Tests;

/// <summary>Grants every lease at once, as a lock that cannot expire. It is correct for a test with one writer and wrong for a
/// test with two.</summary>
/// <param name="wasAbandoned">Whether the writer before was killed, so that its work must be finished first.</param>
internal sealed class OneWriter(bool wasAbandoned = false) : ILeaseStore
{
    public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult<ILease>(new Granted(wasAbandoned));

    private sealed class Granted(bool wasAbandoned) : ILease
    {
        public long? Token => null;

        public bool WasAbandoned => wasAbandoned;

        public bool IsLost => false;

        public ValueTask DisposeAsync() => default;
    }
}
