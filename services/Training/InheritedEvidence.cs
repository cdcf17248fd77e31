using System.Globalization;
using Volcast.Forecasting.Distribution;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Training.Artifact;

namespace Volcast.Services.Training;

/// <summary>The walk-forward and the scores of a version, for another version of the same recipe.</summary>
internal static class InheritedEvidence
{
    /// <param name="registry">Holds the run of the version.</param>
    /// <param name="version">The version whose evidence is taken over.</param>
    /// <param name="model">The same version, loaded.</param>
    /// <param name="distribution">The forecast errors up to the new fit.</param>
    /// <param name="stop">Stops between reads.</param>
    public static async Task<ValueOrReason<TrainingEvidence>> ReadAsync(IModelRegistry registry, ModelVersion version,
        RegisteredForecaster model, ForecastDistribution? distribution, CancellationToken stop)
    {
        if (!model.Folder.Contains(ValidationRecord.FileName))
            return new Reason($"{version} has no {ValidationRecord.FileName}, so its evidence cannot be taken over.");
        if ((await registry.FindRunsAsync([version.RunId], stop)).GetValueOrDefault(version.RunId) is not { } run)
            return new Reason($"{version} has lost its run, so its evidence cannot be taken over.");
        const string Path = RegistrationOf.WalkForwardPath;
        var artifacts = await registry.ReadArtifactsAsync(version.RunId,
            path => path == Path || (path.EndsWith('/') && Path.StartsWith(path, StringComparison.Ordinal)), stop);
        var document = ValidationRecord.Parse(model.Folder[ValidationRecord.FileName].Span);
        return new TrainingEvidence
        {
            Document = document,
            Metrics = run.Metrics.Where(metric => metric.Value.Count > 0)
                .ToDictionary(metric => metric.Key, metric => metric.Value[^1].Value),
            WalkForward = artifacts.Contains(Path) ? artifacts[Path] : null,
            Distribution = distribution,
            From = Day(run, RegistrationOf.WalkForwardFrom) ?? document.FirstOrigin,
            To = Day(run, RegistrationOf.WalkForwardTo) ?? document.LastOrigin,
            OfVersion = int.TryParse(version.Tags.GetValueOrDefault(RegistryTags.EvidenceOf), NumberStyles.None,
                CultureInfo.InvariantCulture, out var first) ? first : version.Number,
        };
    }

    private static DateOnly? Day(Run run, string name) => DateOnly.TryParseExact(run.Params.GetValueOrDefault(name), "yyyy-MM-dd",
        CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
