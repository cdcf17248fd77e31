using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>
/// Where a forecast stands in ten years of its target's own realised volatility over the same horizon. A function of the forecast
/// and of what was known at its origin: it remembers no earlier regime.
/// </summary>
/// <param name="Percentile">0 to 100: the share of the realised volatilities that are below the forecast, with half of those
/// that equal it.</param>
/// <param name="Windows">The number of realised volatilities; they overlap where the horizon is longer than one
/// session.</param>
/// <remarks>A forecast is an expectation, so it varies less than what is realised, above all over one session. It stands below
/// the 25th and above the 95th percentile less often than 25 and 5 % of the time.</remarks>
public sealed record VolatilityStanding(double Percentile, int Windows)
{
    /// <summary>Ten years, sessions.</summary>
    public const int SessionsOfHistory = 10 * RealizedVariance.SessionsPerYear;

    /// <summary>Calendar years of bars that hold <see cref="SessionsOfHistory"/>.</summary>
    public const int YearsOfBars = 11;

    /// <summary>The smallest number of realised volatilities: three years.</summary>
    public const int MinimumWindows = 3 * RealizedVariance.SessionsPerYear;

    private const double Normal = 25;
    private const double Elevated = 75;
    private const double Stressed = 95;

    /// <summary>How the word for the regime follows from the percentile, as a sentence.</summary>
    public static string RegimeRule { get; } = FormattableString.Invariant(
        $"The percentile is the share of the target's own realised volatilities over the same horizon, in the last ten years, ")
        + FormattableString.Invariant(
            $"that are below the forecast: calm below {Normal}, normal below {Elevated}, elevated below {Stressed}, else stressed.");

    public VolatilityRegime Regime => Percentile switch
    {
        >= Stressed => VolatilityRegime.Stressed,
        >= Elevated => VolatilityRegime.Elevated,
        >= Normal => VolatilityRegime.Normal,
        _ => VolatilityRegime.Calm,
    };

    /// <param name="returns">The log return into each session up to the forecast origin, decimal; NaN where it is unknown. Only
    /// the last <see cref="SessionsOfHistory"/> count.</param>
    /// <param name="horizon">Sessions of the forecast, at least 1.</param>
    /// <param name="variance">The forecast variance, annualised.</param>
    /// <returns>Or the reason: too few windows of known returns.</returns>
    public static ValueOrReason<VolatilityStanding> Of(ReadOnlySpan<double> returns, int horizon, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var known = returns[^Math.Min(returns.Length, SessionsOfHistory)..];
        var (windows, below, equal) = (0, 0, 0);
        for (var start = 0; start + horizon <= known.Length; start++)
        {
            var realized = RealizedVariance.OfReturns(known.Slice(start, horizon));
            if (double.IsNaN(realized))
                continue;
            windows++;
            if (realized < variance)
                below++;
            else if (realized == variance)
                equal++;
        }
        return windows >= MinimumWindows
            ? new VolatilityStanding(100 * (below + equal / 2.0) / windows, windows)
            : new Reason($"a percentile needs {MinimumWindows} realised volatilities over "
                + $"{Counted.Of(horizon, "session")}, and there are {windows}");
    }

    /// <summary>The standing of a stored forecast in what was known at its origin.</summary>
    /// <param name="history">The target's rows; later ones are not used.</param>
    /// <param name="origin">The forecast origin.</param>
    /// <param name="horizon">Sessions of the forecast, at least 1.</param>
    /// <param name="variance">The forecast variance, annualised.</param>
    /// <returns>Or the reason: too few windows of known returns.</returns>
    public static ValueOrReason<VolatilityStanding> Of(
        ForecastingData history, DateOnly origin, int horizon, double variance) =>
        Of(history.TargetReturns[..history.FirstRowFrom(origin.AddDays(1))], horizon, variance);
}
