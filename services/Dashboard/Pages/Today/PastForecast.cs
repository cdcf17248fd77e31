using Volcast.ApiContract.Forecasts;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>One earlier forecast and what became of it.</summary>
/// <param name="Origin">The session after whose settlement it was made.</param>
/// <param name="TargetEnd">The last session that it covers.</param>
/// <param name="Kind">live, backfill or walk_forward.</param>
/// <param name="Volatility">Annualised, decimal.</param>
/// <param name="Interval">The 80 % interval; null where the model has too few past errors.</param>
/// <param name="Realized">The realised volatility, annualised, decimal; null while it is not known.</param>
/// <param name="Version">The version that made it; null for a walk-forward's.</param>
public sealed record PastForecast(DateOnly Origin, DateOnly TargetEnd, string Kind, double Volatility, IntervalDocument? Interval,
    double? Realized, int? Version = null)
{
    /// <summary>What became of the interval.</summary>
    public Judgement Judgement => Judgement.Of(Interval?.Lower, Interval?.Upper, Realized);

    public static PastForecast Of(ForecastDocument forecast) => new(
        forecast.ForecastOrigin, forecast.TargetEnd, forecast.Kind, forecast.Volatility,
        Intervals.Of(forecast, .8), forecast.Realized is { IsComplete: true } realized ? realized.Volatility : null,
        forecast.ModelVersion);

    /// <summary>That of a history; null where its last session is not known yet.</summary>
    public static PastForecast? Of(HistoryPointDocument point) => point.TargetEnd is { } end
        ? new(point.ForecastOrigin, end, point.Kind, point.Volatility,
            point is { VolatilityLower80: { } lower, VolatilityUpper80: { } upper } ? new IntervalDocument(.8, lower, upper) : null,
            point.RealizedVolatility)
        : null;
}
