using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>How far two versions' forecasts of the newest sessions lie apart. Nothing is scored by it, so it may look at days
/// that either has learnt from.</summary>
public static class VersionChange
{
    /// <param name="first">Its forecast less the second's counts.</param>
    /// <param name="second">The other.</param>
    /// <param name="lake">What they forecast from; null where there is none.</param>
    /// <param name="sessions">The newest that are looked at.</param>
    /// <param name="stop">Stops between sessions.</param>
    public static async Task<ValueOrReason<ForecastChange>> MeasureAsync(
        RegisteredVersion first, RegisteredVersion second, DataLake? lake, int sessions, CancellationToken stop)
    {
        if (!first.Model.TryGet(out var mine, out var damage) || !second.Model.TryGet(out var theirs, out damage))
            return new Reason(damage);
        if (first.Symbol != second.Symbol || first.Horizon != second.Horizon)
            return new Reason($"{first.Version} and {second.Version} do not forecast the same.");
        if (lake is null)
            return new Reason($"There is no lake here, from which {first.Version} and {second.Version} could forecast.");
        TargetHistory data;
        try
        {
            data = await TargetHistory.ReadAsync(lake, Symbol.Parse(first.Symbol), stop);
        }
        catch (LakeException missing)
        {
            return new Reason(missing.Message);
        }
        foreach (var (version, artifact) in new[] { (first, mine.Artifact), (second, theirs.Artifact) })
            if (artifact.Spec.Inputs.Except(data.Rows.ColumnNames).FirstOrDefault() is { } absent)
                return new Reason($"{version.Version} reads {absent}, which the features of this build do not have.");
        var from = Math.Max(data.Rows.Rows - sessions, 0);
        double[] Forecasts(ForecasterArtifact artifact) => [.. Enumerable.Range(from, data.Rows.Rows - from).Select(row =>
        {
            stop.ThrowIfCancellationRequested();
            return artifact.Forecaster.Forecast(data.Rows.KnownAt(row));
        })];
        return ForecastChange.Of(Forecasts(mine.Artifact), Forecasts(theirs.Artifact));
    }

    /// <summary>Counts the origins on which a version forecast as a shadow beside a live forecast of the champion's, without
    /// those before the day on which its last label ended.</summary>
    internal static int ShadowSessions(
        IEnumerable<ForecastRow> rows, RegisteredVersion version, RegisteredVersion champion, TradingCalendar calendar)
    {
        var cut = calendar.Add(version.TrainingTo, version.Horizon);
        var live = rows.Where(row => row.Kind == ForecastKind.Live && IsOf(row, champion)).Select(row => row.ForecastOrigin)
            .ToHashSet();
        return rows.Where(row => row.Kind == ForecastKind.Shadow && IsOf(row, version) && row.ForecastOrigin >= cut)
            .Select(row => row.ForecastOrigin).Distinct().Count(live.Contains);

        bool IsOf(ForecastRow row, RegisteredVersion by) =>
            row.Model == by.Version.Model && row.ModelVersion == $"{by.Version.Number}" && row.Horizon == version.Horizon;
    }
}
