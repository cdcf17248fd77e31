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
    /// <summary>Forecasts the newest sessions of a lake with both versions.</summary>
    /// <param name="first">The version whose forecasts are the minuend.</param>
    /// <param name="second">The version whose forecasts are subtracted.</param>
    /// <param name="lake">Their inputs; null if there is no lake.</param>
    /// <param name="sessions">The number of newest sessions.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops between sessions.</param>
    /// <exception cref="UnsettledBarException">The newest bar settles after <paramref name="now"/>.</exception>
    internal static async Task<ValueOrReason<ForecastChange>> MeasureAsync(
        RegisteredVersion first, RegisteredVersion second, DataLake? lake, int sessions, TradingCalendar calendar,
        DateTimeOffset now, CancellationToken stop)
    {
        if (!first.Model.TryGet(out var mine, out var damage) || !second.Model.TryGet(out var theirs, out damage))
            return new Reason(damage);
        if (first.Symbol != second.Symbol || first.Horizon != second.Horizon)
            return new Reason($"{first.Version} and {second.Version} forecast different targets or horizons.");
        if (lake is null || first.Roles is not { } roles)
            return new Reason($"There is no lake here, so {first.Version} and {second.Version} have no inputs to forecast from.");
        TargetHistory data;
        try
        {
            data = await TargetHistory.ReadAsync(lake, roles, calendar, now, stop);
        }
        catch (LakeException missing) when (missing is not UnsettledBarException)
        {
            return new Reason(missing.Message);
        }
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
