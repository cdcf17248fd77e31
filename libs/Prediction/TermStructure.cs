using Volcast.Lake.Tables;

namespace Volcast.Prediction;

/// <summary>A forecast that may become part of a term structure.</summary>
/// <param name="Row">The forecast.</param>
/// <param name="IsStored">Whether the table of forecasts holds the row.</param>
/// <param name="Warnings">What to know before relying on the forecast, as sentences.</param>
/// <param name="StaleReason">Why there is no newer forecast; null if the row is up to date.</param>
public sealed record TermForecast(
    ForecastRow Row, bool IsStored, IReadOnlyList<string> Warnings, string? StaleReason = null);

/// <summary>A horizon without a forecast from the origin of the term structure.</summary>
/// <param name="Horizon">Sessions.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record MissingHorizon(int Horizon, string Reason);

/// <summary>
/// The forecasts of one target over several horizons from one origin. Each comes from a model of its own, so that two can
/// contradict each other: the shorter horizon can have the larger total variance or the larger loss. Here the total variance
/// (the horizon times the annualised variance) and each loss are the largest of all horizons up to their own. So no forward
/// variance is negative, no loss falls as the horizon grows, and no figure is below its forecast. The reasons are in
/// docs/decisions/0018-one-quantity-one-value.md.
/// </summary>
/// <param name="Points">Ascending horizons; at least one.</param>
/// <param name="Missing">The other requested horizons, ascending.</param>
public sealed record TermStructure(IReadOnlyList<TermPoint> Points, IReadOnlyList<MissingHorizon> Missing)
{
    /// <summary>The origin of every forecast in it.</summary>
    public DateOnly Origin => Points[0].Forecast.Row.ForecastOrigin;

    /// <summary>Whether a number of any horizon differs from its forecast.</summary>
    public bool IsAdjusted => Points.Any(point => point.IsAdjusted);

    /// <summary>The term structure from the newest origin of the forecasts; an older forecast is listed as missing.</summary>
    /// <param name="forecasts">At least one, each of another horizon, in any order.</param>
    /// <param name="missing">The horizons without a forecast, in any order.</param>
    /// <exception cref="ArgumentException">There is no forecast, or there are two of one horizon.</exception>
    public static TermStructure Of(IEnumerable<TermForecast> forecasts, IEnumerable<MissingHorizon> missing)
    {
        var all = forecasts.OrderBy(forecast => forecast.Row.Horizon).ToArray();
        if (all.Length == 0 || all.DistinctBy(forecast => forecast.Row.Horizon).Count() < all.Length)
            throw new ArgumentException("A term structure needs a forecast, and one of each horizon at most.", nameof(forecasts));
        var origin = all.Max(forecast => forecast.Row.ForecastOrigin);
        var points = Consistent(all.Where(forecast => forecast.Row.ForecastOrigin == origin));
        var older = all.Where(forecast => forecast.Row.ForecastOrigin < origin).Select(forecast => new MissingHorizon(
            forecast.Row.Horizon, $"its newest forecast is from {forecast.Row.ForecastOrigin:yyyy-MM-dd}, and the others are from "
                + $"{origin:yyyy-MM-dd}.{(forecast.StaleReason is { } why ? $" {why}" : "")}"));
        return new(points, [.. missing.Concat(older).OrderBy(one => one.Horizon)]);
    }

    private static List<TermPoint> Consistent(IEnumerable<TermForecast> ascending)
    {
        var points = new List<TermPoint>();
        var (sessions, total) = (0, 0.0);
        var losses = new Dictionary<double, ForecastTailRisk>();
        foreach (var forecast in ascending)
        {
            var (horizon, variance) = (forecast.Row.Horizon, forecast.Row.Variance);
            var largest = Math.Max(total, horizon * variance);
            var risks = new List<TermTailRisk>();
            foreach (var risk in ForecastFigures.TailRisksOf(forecast.Row))
            {
                if (risk.Sessions != horizon || !double.IsFinite(risk.ValueAtRisk))
                    continue;
                var known = losses.GetValueOrDefault(
                    risk.Confidence, new(double.NegativeInfinity, double.NegativeInfinity));
                var (loss, shortfall) = losses[risk.Confidence] = new(
                    Math.Max(known.ValueAtRisk, risk.ValueAtRisk), Math.Max(known.ExpectedShortfall, risk.ExpectedShortfall));
                risks.Add(new(risk, loss, shortfall));
            }
            points.Add(new()
            {
                Forecast = forecast,
                Variance = largest > horizon * variance ? largest / horizon : variance,
                ForwardSessions = horizon - sessions,
                ForwardVariance = (largest - total) / (horizon - sessions),
                TailRisks = risks,
            });
            (sessions, total) = (horizon, largest);
        }
        return points;
    }
}
