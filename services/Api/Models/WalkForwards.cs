using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Models;

/// <summary>The walk-forwards of registered versions. A walk-forward never changes, so it is read once; those that were used last
/// stay in memory. One is read at a time, because the csv file takes several times its memory while it is read.</summary>
internal sealed class WalkForwards(IModelRegistry registry) : IDisposable
{
    /// <summary>The largest total memory of the walk-forwards that are kept.</summary>
    private const long MostBytes = 48 << 20;

    private readonly SemaphoreSlim reading = new(1);
    private readonly LinkedList<(string RunId, ValueOrReason<WalkForwardResult> Result)> held = [];

    public void Dispose() => reading.Dispose();

    /// <summary>The walk-forward of a version's recipe, or why it has none.</summary>
    /// <exception cref="ProblemException">The registry cannot be read now.</exception>
    public async Task<ValueOrReason<WalkForwardResult>> OfAsync(ModelVersion version, CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        try
        {
            var known = Find(version.RunId);
            if (known is not null)
                held.Remove(known);
            else
                known = new((version.RunId, await ReadAsync(version, stop)));
            held.AddFirst(known);
            LetGo();
            return known.Value.Result;
        }
        catch (Exception away) when (TargetLoader.IsAway(away))
        {
            throw ProblemException.Unavailable("registry_unavailable", away.Message);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>The model of a walk-forward that a version's recipe is; its first model if the version names none.</summary>
    public static ModelForecasts RecipeOf(ModelVersion version, WalkForwardResult result) =>
        result.Models.FirstOrDefault(model => model.Name == version.Tags.GetValueOrDefault(RegistryTags.Recipe))
        ?? result.Models[0];

    private LinkedListNode<(string RunId, ValueOrReason<WalkForwardResult> Result)>? Find(string runId)
    {
        for (var node = held.First; node is not null; node = node.Next)
            if (node.Value.RunId == runId)
                return node;
        return null;
    }

    private async Task<ValueOrReason<WalkForwardResult>> ReadAsync(ModelVersion version, CancellationToken stop) =>
        BacktestFile.TryRead($"{version}", Registration.WalkForwardPath,
            await registry.FindArtifactAsync(version.RunId, Registration.WalkForwardPath, stop), withTailRisk: true);

    /// <summary>Forgets the least recently used ones until the others fit; the newest always stays.</summary>
    private void LetGo()
    {
        while (held.Count > 1 && held.Sum(one => BytesOf(one.Result)) > MostBytes)
            held.RemoveLast();
    }

    private static long BytesOf(ValueOrReason<WalkForwardResult> result) => result.Value is not { } read ? 0
        : read.Models.Sum(model => (long)read.Origins.Length * sizeof(double) * (5 + 3 * model.TailRisk.Count));
}
