using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Services.Forecasts;

/// <summary>Backfills sessions that passed without a forecast. Each forecast comes from the version that was champion when its
/// origin had settled, and never from a version that has learnt from later outcomes. The rows are
/// <see cref="ForecastKind.Backfill"/> and count in no track record.</summary>
internal sealed class Backfill(IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, DataKind kind)
{
    /// <param name="newest">Everything known now. The newest session itself is not backfilled.</param>
    /// <param name="serving">The present serving version. It also forecasts for times without a champion.</param>
    /// <param name="stored">The forecasts stored before.</param>
    /// <param name="stop">Stops between versions.</param>
    /// <returns>A row for each backfilled origin, and the reasons why other origins have none.</returns>
    public async Task<(IReadOnlyList<ForecastRow> Rows, IReadOnlyList<string> Notes)> MakeAsync(
        ForecastInputs newest, RegisteredForecaster serving, IReadOnlyList<ForecastRow> stored, CancellationToken stop)
    {
        var (model, horizon) = (serving.Version.Model, serving.Artifact.Spec.Horizon);
        var (rows, notes) = (new List<ForecastRow>(), new List<string>());
        if (LastForecast(stored, horizon) is not { } last)
            return (rows, notes);
        var missed = Enumerable.Range(0, newest.Known.Rows - 1).Where(row => newest.Known.Sessions[row] > last).ToArray();
        if (missed.Length == 0)
            return (rows, notes);
        var tails = horizon == 1
            ? new Dictionary<int, OneSessionTail>()
            : await new OneSessionBackfill(registry, calendar, clock, kind)
                .MakeAsync(Symbol.Parse(newest.Known.Symbol), newest, missed, stop);
        var history = await registry.ReadChampionHistoryAsync(model, clock.GetUtcNow(), stop);
        foreach (var tenure in missed.GroupBy(row => history.ServingVersionAt(calendar.SettlesAt(newest.Known.Sessions[row]))
            ?? serving.Version.Number))
        {
            if (await registry.FindVersionAsync(model, tenure.Key, stop) is not { } version)
            {
                notes.Add($"{Span(newest, [.. tenure])} cannot be backfilled: version {tenure.Key} of {model}, "
                    + "the champion then, has been deleted.");
                continue;
            }
            var loaded = await RegisteredForecaster.TryLoadAsync(registry, version, kind, stop);
            using var forecaster = loaded.Value;
            if (forecaster is null)
            {
                notes.Add($"{Span(newest, [.. tenure])} cannot be backfilled: {loaded.Reason}");
                continue;
            }
            var learntUntil = calendar.Add(forecaster.Artifact.Spec.TrainingTo, horizon);
            var honest = tenure.Where(row => newest.Known.Sessions[row] >= learntUntil).ToArray();
            if (honest.Length < tenure.Count())
                notes.Add($"{Span(newest, [.. tenure.Except(honest)])} cannot be backfilled: version {version.Number} of {model} "
                    + $"has learnt from outcomes up to {learntUntil:yyyy-MM-dd}.");
            foreach (var row in honest)
                if (SessionForecast.TryMake(forecaster.Named, newest.KnownAt(row), horizon,
                    ForecastKind.Backfill, calendar, tails.GetValueOrDefault(row)).TryGet(out var made, out var absent))
                    rows.Add(made.Row);
                else
                    notes.Add($"{newest.Known.Sessions[row]:yyyy-MM-dd} cannot be backfilled: {absent}");
        }
        return (rows, notes);
    }

    /// <summary>The newest origin with a stored live or backfilled forecast; null before the first forecast, when no session can
    /// be missed.</summary>
    private static DateOnly? LastForecast(IReadOnlyList<ForecastRow> stored, int horizon) => stored
        .Where(row => row.Horizon == horizon && row.Kind is ForecastKind.Live or ForecastKind.Backfill)
        .Select(row => (DateOnly?)row.ForecastOrigin).Max();

    private static string Span(ForecastInputs newest, int[] rows) => rows.Length == 1
        ? $"{newest.Known.Sessions[rows[0]]:yyyy-MM-dd}"
        : $"{Counted.Of(rows.Length, "session")} from {newest.Known.Sessions[rows[0]]:yyyy-MM-dd} to "
            + $"{newest.Known.Sessions[rows[^1]]:yyyy-MM-dd}";
}
