using Volcast.Files;
using Volcast.Market;

namespace Volcast.Lake.Leases;

/// <summary>
/// Leases of a lake in a folder: an operating-system lock on <c>.leases/SPY.lock</c>. The system releases it when the process
/// ends, so it never expires and needs no fencing token.
/// </summary>
/// <param name="root">The lake's folder.</param>
/// <param name="options">How to wait for another writer.</param>
public sealed class LocalLeaseStore(string root, LeaseOptions? options = null) : ILeaseStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string root = Path.GetFullPath(root);
    private readonly LeaseOptions options = options ?? new();

    public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default) =>
        options.WaitForAsync(name, root, Pause, () => Task.FromResult<ILease?>(TryAcquire(name)), cancellationToken);

    private LocalLease? TryAcquire(string name)
    {
        try
        {
            var path = Path.Combine(root, ".leases", $"{LakePaths.Encode(name)}.lock");
            return FileLock.TryAcquire(path, leavesMark: !name.StartsWith('_')) is { } held ? new(held) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LakeException(
                $"Cannot write to the lake {root}: {FullStop.After(e.Message)} Make room or give permission.", e);
        }
    }

    private sealed class LocalLease(FileLock held) : ILease
    {
        public long? Token => null;

        public bool WasAbandoned => held.WasAbandoned;

        public bool IsLost => false;

        public ValueTask DisposeAsync()
        {
            held.Dispose();
            return default;
        }
    }
}
