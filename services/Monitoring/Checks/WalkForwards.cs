using System.Collections.Concurrent;
using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The walk-forwards of registered versions, each read once.</summary>
/// <param name="registry">Holds the runs.</param>
public sealed class WalkForwards(IModelRegistry registry)
{
    private const string Path = "evidence/walk_forward.csv";

    private readonly ConcurrentDictionary<string, ValueOrReason<WalkForwardResult>> read = new();

    /// <returns>The walk-forward, or why the version has none.</returns>
    public async Task<ValueOrReason<WalkForwardResult>> OfAsync(ModelVersion version, CancellationToken stop)
    {
        if (read.TryGetValue(version.RunId, out var known))
            return known;
        var artifacts = version.RunId.Length == 0 ? ArtifactFolder.Empty : await registry.ReadArtifactsAsync(version.RunId,
            path => path == Path || (path.EndsWith('/') && Path.StartsWith(path, StringComparison.Ordinal)), stop);
        return read[version.RunId] = Parse(version, artifacts);
    }

    private static ValueOrReason<WalkForwardResult> Parse(ModelVersion version, ArtifactFolder artifacts)
    {
        if (!artifacts.Contains(Path))
            return new Reason($"{version} was registered without {Path}, so there is no past to compare with.");
        try
        {
            return BacktestFile.Read($"{Path} of {version}", artifacts[Path].ToArray());
        }
        catch (InvalidDataException damaged)
        {
            return new Reason(damaged.Message);
        }
    }
}
