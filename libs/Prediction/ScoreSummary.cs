using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>The scores of one model's forecasts of one kind and horizon, over all its versions, against the newest
/// outcomes.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Kind">Live, shadow, backfill or baseline.</param>
/// <param name="Model">Registered name, or the name of a baseline.</param>
/// <param name="Scores">Against squared returns, as in the track record of the API.</param>
/// <param name="QlikeRange">Mean <see cref="Losses.Qlike"/> against ranges; NaN without one.</param>
/// <param name="CommonWithHar">The origins from which HAR has a forecast too.</param>
/// <param name="RatioToHar">Mean QLIKE divided by that of HAR on these origins; NaN if there are none.</param>
/// <param name="TailHits">Losses that exceeded the value at risk.</param>
public sealed record ScoreSummary(
    int Horizon, ForecastKind Kind, string Model, ForecastScores Scores, double QlikeRange, int CommonWithHar, double RatioToHar,
    IReadOnlyList<TailHits> TailHits)
{
    /// <summary>Reads the stored forecasts and outcomes of a target.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="stop">Stops between tables.</param>
    /// <returns>By horizon, then live, shadow, backfill and baseline; empty before the first outcome.</returns>
    /// <exception cref="LakeException">A file is missing or damaged.</exception>
    public static async Task<IReadOnlyList<ScoreSummary>> ReadAsync(DataLake lake, Symbol target, CancellationToken stop)
    {
        if (await lake.SnapshotAsync(OutcomesTable.Schema, target, stop) is null)
            return [];
        var forecasts = ForecastsTable.FromFrame(
            target, await lake.ReadAsync(ForecastsTable.Schema, target, cancellationToken: stop)).Rows;
        var outcomes = OutcomesTable.FromFrame(
            target, await lake.ReadAsync(OutcomesTable.Schema, target, cancellationToken: stop)).Rows;
        return Of(forecasts, outcomes);
    }

    /// <summary>Scores forecasts of one target.</summary>
    /// <param name="forecasts">Of any kinds and horizons; provisional ones and those without an outcome are left out.</param>
    /// <param name="outcomes">Of the same target; of several for one period the newest counts.</param>
    public static IReadOnlyList<ScoreSummary> Of(IEnumerable<ForecastRow> forecasts, IEnumerable<OutcomeRow> outcomes)
    {
        var newest = outcomes.GroupBy(row => (row.ForecastOrigin, row.Horizon))
            .ToDictionary(period => period.Key, period => RealizedOutcome.Of(period.MaxBy(row => row.KnownAt)!));
        ScoredForecast[] scored =
        [
            .. forecasts.Where(row => row.Kind != ForecastKind.Provisional
                    && newest.ContainsKey((row.ForecastOrigin, row.Horizon)))
                .Select(row => new ScoredForecast(row, newest[(row.ForecastOrigin, row.Horizon)])),
        ];
        var har = scored.Where(one => one.Forecast is { Kind: ForecastKind.Baseline, Model: Baselines.Har })
            .ToDictionary(one => (one.Forecast.ForecastOrigin, one.Forecast.Horizon));
        return
        [
            .. scored.GroupBy(one => (one.Forecast.Horizon, one.Forecast.Kind, one.Forecast.Model))
                .OrderBy(group => group.Key.Horizon).ThenBy(group => group.Key.Kind)
                .ThenBy(group => group.Key.Model, StringComparer.Ordinal)
                .Select(group => Of([.. OnePerOrigin(group)], har)),
        ];
    }

    /// <summary>Two versions forecast from the same origin on the day of a promotion.</summary>
    private static IEnumerable<ScoredForecast> OnePerOrigin(IEnumerable<ScoredForecast> scored) => scored
        .GroupBy(one => one.Forecast.ForecastOrigin)
        .Select(origin => PublishedForecast.First(origin, one => one.Forecast)!);

    private static ScoreSummary Of(
        ScoredForecast[] own, Dictionary<(DateOnly ForecastOrigin, int Horizon), ScoredForecast> har)
    {
        var row = own[0].Forecast;
        var common = own.Where(one => har.ContainsKey((one.Forecast.ForecastOrigin, row.Horizon))).ToArray();
        var benchmark = common.Select(one => har[(one.Forecast.ForecastOrigin, row.Horizon)]);
        return new(row.Horizon, row.Kind, row.Model, ForecastScores.Of(own), ForecastScores.Of(own, OutcomeProxy.Range).Qlike,
            common.Length, ForecastScores.Of(common).Qlike / ForecastScores.Of(benchmark).Qlike, Prediction.TailHits.Of(own));
    }
}
