using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>How many losses exceeded the value at risk of stored forecasts. Over several sessions the outcomes overlap, so their
/// hits come in runs.</summary>
/// <param name="Sessions">The number of sessions over which the loss is summed.</param>
/// <param name="Confidence">.95 or .99.</param>
/// <param name="N">The number of forecasts with a value at risk and an outcome.</param>
/// <param name="Hits">The losses that exceeded the value at risk.</param>
public sealed record TailHits(int Sessions, double Confidence, int N, int Hits)
{
    private static readonly (double Confidence, Func<ForecastRow, ForecastTailRisk> OneDay,
        Func<ForecastRow, ForecastTailRisk> Horizon)[] Levels =
    [
        (.95, row => row.OneDay95, row => row.Horizon95),
        (.99, row => row.OneDay99, row => row.Horizon99),
    ];

    /// <summary>The nominal number of hits.</summary>
    public double Expected => Math.Round((1 - Confidence) * N, 9);

    /// <summary>Counts the hits of one session and, if it is longer, of the horizon. Levels without a forecast are left
    /// out.</summary>
    /// <param name="forecasts">Of one target and horizon.</param>
    public static IReadOnlyList<TailHits> Of(IReadOnlyList<ScoredForecast> forecasts)
    {
        if (forecasts.Count == 0)
            return [];
        var horizon = forecasts[0].Forecast.Horizon;
        var counts = Levels.Select(level => Count(1, level.Confidence, level.OneDay, outcome => outcome.FirstLogReturn));
        if (horizon > 1)
            counts = counts.Concat(
                Levels.Select(level => Count(horizon, level.Confidence, level.Horizon, outcome => outcome.LogReturn)));
        return [.. counts.Where(count => count.N > 0)];

        TailHits Count(
            int sessions, double confidence, Func<ForecastRow, ForecastTailRisk> risk, Func<RealizedOutcome, double> logReturn)
        {
            var hits = HitsOf(forecasts, risk, logReturn);
            return new(sessions, confidence, hits.Length, hits.Count(hit => hit));
        }
    }

    /// <summary>Whether a loss exceeded the value at risk; null if either is unknown.</summary>
    /// <param name="risk">Of the same sessions as the return.</param>
    /// <param name="logReturn">Decimal, positive for a gain.</param>
    public static bool? IsHit(ForecastTailRisk risk, double logReturn) =>
        double.IsFinite(logReturn) && double.IsFinite(risk.ValueAtRisk) ? -logReturn > risk.ValueAtRisk : null;

    /// <summary>The traffic light of the newest sessions' forecasts; null if none has a value at risk at 99 %.</summary>
    /// <param name="forecasts">Of one target and horizon, in any order.</param>
    public static BaselTrafficLight? TrafficLight(IEnumerable<ScoredForecast> forecasts)
    {
        var hits = HitsOf(
            forecasts.OrderBy(one => one.Forecast.ForecastOrigin), row => row.OneDay99, outcome => outcome.FirstLogReturn);
        return hits.Length == 0 ? null : BaselTrafficLight.Of(hits);
    }

    private static bool[] HitsOf(IEnumerable<ScoredForecast> forecasts, Func<ForecastRow, ForecastTailRisk> risk,
        Func<RealizedOutcome, double> logReturn) =>
    [
        .. forecasts.Select(one => IsHit(risk(one.Forecast), logReturn(one.Outcome))).OfType<bool>(),
    ];
}
