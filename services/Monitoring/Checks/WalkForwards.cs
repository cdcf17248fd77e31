using System.Collections.Concurrent;
using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The walk-forwards of registered versions, each read once.</summary>
/// <param name="registry">Holds the runs.</param>
public sealed class WalkForwards(IModelRegistry registry)
{
    private readonly ConcurrentDictionary<string, ValueOrReason<WalkForwardResult>> read = new();

    /// <returns>The walk-forward, or why the version has none.</returns>
    public async Task<ValueOrReason<WalkForwardResult>> OfAsync(ModelVersion version, CancellationToken stop)
    {
        if (read.TryGetValue(version.RunId, out var known))
            return known;
        return read[version.RunId] = BacktestFile.TryRead($"{version}", Registration.WalkForwardPath,
            await registry.FindArtifactAsync(version.RunId, Registration.WalkForwardPath, stop));
    }
}
