using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Services.Forecasts;

/// <summary>Makes up for sessions that passed without a forecast: from the version that was in charge when each had settled, and
/// never from one that has learnt from outcomes after it. They are <see cref="ForecastKind.Backfill"/> and count in no track
/// record.</summary>
internal sealed class Backfill(IModelRegistry registry, TradingCalendar calendar, TimeProvider clock)
{
    /// <param name="newest">Everything known now; the newest session itself is not missed.</param>
    /// <param name="inCharge">The version in charge now: it stands in where nobody was champion.</param>
    /// <param name="stored">What was forecast before.</param>
    /// <param name="stop">Stops between versions.</param>
    /// <returns>A row for each origin that could be made up for, and why others could not.</returns>
    public async Task<(IReadOnlyList<ForecastRow> Rows, IReadOnlyList<string> Notes)> MakeAsync(
        ForecastInputs newest, RegisteredForecaster inCharge, IReadOnlyList<ForecastRow> stored, CancellationToken stop)
    {
        var (model, horizon) = (inCharge.Version.Model, inCharge.Artifact.Spec.Horizon);
        var (rows, notes) = (new List<ForecastRow>(), new List<string>());
        if (LastForecast(stored, horizon) is not { } last)
            return (rows, notes);
        var missed = Enumerable.Range(0, newest.Known.Rows - 1).Where(row => newest.Known.Sessions[row] > last).ToArray();
        if (missed.Length == 0)
            return (rows, notes);
        var history = await registry.ReadChampionHistoryAsync(model, clock.GetUtcNow(), stop);
        foreach (var tenure in missed.GroupBy(row => history.ServingVersionAt(calendar.SettlesAt(newest.Known.Sessions[row]))
            ?? inCharge.Version.Number))
        {
            var version = await registry.GetVersionAsync(model, tenure.Key, stop);
            using var forecaster = await RegisteredForecaster.LoadAsync(registry, version, "", stop);
            var learntUntil = calendar.Add(forecaster.Artifact.Spec.TrainingTo, horizon);
            var honest = tenure.Where(row => newest.Known.Sessions[row] >= learntUntil).ToArray();
            if (honest.Length < tenure.Count())
                notes.Add($"{Span(newest, [.. tenure.Except(honest)])} cannot be made up for: version {version.Number} of {model} has "
                    + $"learnt from outcomes up to {learntUntil:yyyy-MM-dd}.");
            foreach (var row in honest)
                try
                {
                    rows.Add(SessionForecast.Make(forecaster, new ForecastInputs(newest.Known.KnownAt(row)), horizon,
                        ForecastKind.Backfill, calendar).Row);
                }
                catch (InsufficientDataException absent)
                {
                    notes.Add($"{newest.Known.Sessions[row]:yyyy-MM-dd} cannot be made up for: {absent.Message}");
                }
        }
        return (rows, notes);
    }

    /// <summary>The newest origin that anyone forecast from; null where forecasting has not begun, so that nothing was
    /// missed.</summary>
    private static DateOnly? LastForecast(IReadOnlyList<ForecastRow> stored, int horizon) => stored
        .Where(row => row.Horizon == horizon && row.Kind is ForecastKind.Live or ForecastKind.Backfill)
        .Select(row => (DateOnly?)row.ForecastOrigin).Max();

    private static string Span(ForecastInputs newest, int[] rows) => rows.Length == 1
        ? $"{newest.Known.Sessions[rows[0]]:yyyy-MM-dd}"
        : $"{rows.Length} sessions from {newest.Known.Sessions[rows[0]]:yyyy-MM-dd} to {newest.Known.Sessions[rows[^1]]:yyyy-MM-dd}";
}
