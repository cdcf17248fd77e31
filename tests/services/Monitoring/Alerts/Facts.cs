using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Monitoring.Alerts;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>Facts about SPY over five sessions.</summary>
internal static class Facts
{
    public static readonly DateOnly Session = new(2026, 11, 20);
    public static readonly Symbol SpySymbol = Symbol.Parse("SPY");

    /// <param name="volatility">Of the newest forecast, decimal.</param>
    /// <param name="former">Of the session before; null for none.</param>
    /// <param name="percentile">Of the newest forecast; null for none.</param>
    /// <param name="formerPercentile">Of the session before.</param>
    /// <param name="implied">Decimal; NaN for none.</param>
    /// <param name="origin">Null for <see cref="Session"/>.</param>
    public static TargetFacts Spy(
        double volatility, double? former = null, double? percentile = null, double? formerPercentile = null,
        double implied = double.NaN, DateOnly? origin = null)
    {
        var newest = origin ?? Session;
        return new(SpySymbol)
        {
            Forecasts =
            [
                new(
                    Row(newest, volatility), former is { } one ? Row(TradingCalendar.Nyse.Previous(newest), one) : null,
                    Standing(percentile), Standing(formerPercentile))
                {
                    Implied = implied,
                },
            ],
        };
    }

    public static ForecastRow Row(
        DateOnly origin, double volatility, string version = "1", ForecastKind kind = ForecastKind.Live) => new()
        {
            Horizon = 5,
            ForecastOrigin = origin,
            Model = "volcast-spy-5d",
            ModelVersion = version,
            Kind = kind,
            TargetEnd = TradingCalendar.Nyse.Add(origin, 5),
            AsOf = TradingCalendar.Nyse.SettlesAt(origin),
            Variance = volatility * volatility,
            Implied = 18,
            Contributions = "[]",
            Base = -4,
            ContributionScale = "log_variance",
            InputDigest = "0",
        };

    private static VolatilityStanding? Standing(double? percentile) => percentile is { } one ? new(one, 2516) : null;
}
