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
        var document = ValidationRecord.Parse(model.Folder[ValidationRecord.FileName].Span);
        return new TrainingEvidence
        {
            Document = document,
            Metrics = run.Metrics.Where(metric => metric.Value.Count > 0)
                .ToDictionary(metric => metric.Key, metric => metric.Value[^1].Value),
            WalkForward = await registry.FindArtifactAsync(version.RunId, Registration.WalkForwardPath, stop),
            Distribution = distribution,
            From = run.Day(RegistrationOf.WalkForwardFrom) ?? document.FirstOrigin,
            To = run.Day(RegistrationOf.WalkForwardTo) ?? document.LastOrigin,
            OfVersion = version.Count(RegistryTags.EvidenceOf) ?? version.Number,
        };
    }
}
