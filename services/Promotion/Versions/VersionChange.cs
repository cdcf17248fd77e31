using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion.Versions;

/// <summary>How far two versions' forecasts of the newest sessions differ. This is no score, so the sessions may be ones that
/// either version was trained on.</summary>
internal static class VersionChange
{
    /// <summary>Forecasts the newest sessions with both versions.</summary>
    /// <param name="first">The version whose forecasts are the minuend.</param>
    /// <param name="second">The version whose forecasts are subtracted.</param>
    /// <param name="history">Their inputs, or why there are none.</param>
    /// <param name="sessions">The number of newest sessions.</param>
    /// <param name="stop">Stops between sessions.</param>
    /// <exception cref="LakeException">A version learnt from an index that neither the settings nor the known indices name for the target.</exception>
    internal static ValueOrReason<ForecastChange> Measure(RegisteredVersion first, RegisteredVersion second,
        ValueOrReason<TargetHistory> history, int sessions, CancellationToken stop)
    {
        if (!first.Model.TryGet(out var mine, out var damage) || !second.Model.TryGet(out var theirs, out damage))
            return new Reason(damage);
        if (first.Symbol != second.Symbol || first.Horizon != second.Horizon)
            return new Reason($"{first.Version} and {second.Version} forecast different targets or horizons.");
        if (!history.TryGet(out var data, out var missing))
            return new Reason(missing);
        foreach (var (version, artifact) in new[] { (first, mine.Artifact), (second, theirs.Artifact) })
            if (artifact.Spec.Inputs.Except(data.Rows.ColumnNames).FirstOrDefault() is { } absent)
                return new Reason($"{version.Version} needs the input {absent}, which the features of this build do not have.");
        var from = Math.Max(data.Rows.Rows - sessions, 0);
        return ForecastChange.Of(Forecasts(mine.Artifact), Forecasts(theirs.Artifact));

        double[] Forecasts(ForecasterArtifact artifact)
        {
            var known = data.For(artifact.Spec).Rows;
            return [.. Enumerable.Range(from, known.Rows - from).Select(row =>
            {
                stop.ThrowIfCancellationRequested();
                return artifact.Forecaster.Forecast(known.KnownAt(row));
            })];
        }
    }
}
