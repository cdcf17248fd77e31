using Volcast.Lake;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Data;

/// <summary>Reads from the lake what no snapshot holds, for a few requests at the same time.</summary>
/// <param name="openLake">Opens the lake for reading.</param>
/// <param name="limits">The number of requests that read at the same time.</param>
/// <param name="completeCommands">Completes the commands that a message suggests.</param>
internal sealed class LakeRequests(
    Func<CancellationToken, Task<DataLake>> openLake, SnapshotLimits limits, Func<string, string> completeCommands) : IDisposable
{
    private readonly SemaphoreSlim readers = new(limits.Parallel);

    public void Dispose() => readers.Dispose();

    /// <exception cref="ProblemException">The lake cannot be read now.</exception>
    public async Task<T> ReadAsync<T>(Func<DataLake, Task<T>> read, CancellationToken stop)
    {
        await readers.WaitAsync(stop);
        try
        {
            await using var lake = await openLake(stop);
            return await read(lake);
        }
        catch (Exception away) when (TargetLoader.IsAway(away))
        {
            throw ProblemException.Unavailable("not_ready", completeCommands(away.Message));
        }
        finally
        {
            readers.Release();
        }
    }
}
