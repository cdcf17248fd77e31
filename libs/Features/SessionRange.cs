using Volcast.Volatility;
using Volcast.Volatility.Ranges;

namespace Volcast.Features;

/// <summary>
/// The range variance of single sessions, from close to close, annualised: the squared overnight return plus the estimator of
/// Garman and Klass (1980) for the trading hours. It is several times as efficient as the squared return (Molnár 2012).
/// </summary>
/// <remarks>
/// The overnight return is the day's return without its trading hours, r − ln(C/O). So neither a dividend nor a split counts as a
/// move, and it makes no difference whether the vendor states dividends as events or in an adjusted close. An open outside high
/// and low, a common vendor error, is replaced by the nearer of the two; a close outside them, an effect of rounding, widens
/// them.
/// <see cref="OffMarketPrints"/> limits off-market prints by the ranges of the sessions before: the variance is missing until
/// <see cref="WarmUp"/> earlier sessions exist.
/// </remarks>
internal static class SessionRange
{
    /// <summary>Sessions that must exist before a session has a variance.</summary>
    public const int WarmUp = OffMarketPrints.Window;

    /// <summary>The annualised variance of each session from row <paramref name="from"/> on, at least
    /// <see cref="RealizedVariance.Floor"/>, and the squared overnight return in it; NaN during warm-up, and where a price or the
    /// return is missing.</summary>
    public static (double[] Total, double[] Overnight) Variances(L2Inputs inputs, int from)
    {
        var first = Math.Max(0, from - WarmUp);
        var bars = new PriceBar[inputs.Rows - first];
        var previousCloses = new double[bars.Length];
        for (var i = 0; i < bars.Length; i++)
        {
            bars[i] = Consistent(inputs.Bar(first + i));
            previousCloses[i] = bars[i].Close * Math.Exp(-inputs.LogReturns[first + i]);
        }
        var limited = OffMarketPrints.Limit(bars, previousCloses);
        var (total, overnight) = (new double[inputs.Rows - from], new double[inputs.Rows - from]);
        for (var i = 0; i < total.Length; i++)
        {
            var row = from + i;
            (total[i], overnight[i]) = row < WarmUp
                ? (double.NaN, double.NaN)
                : Variance(limited[row - first], inputs.LogReturns[row]);
        }
        return (total, overnight);
    }

    private static (double Total, double Overnight) Variance(PriceBar bar, double logReturn)
    {
        var overnightReturn = logReturn - Math.Log(bar.Close / bar.Open);
        var overnight = RealizedVariance.SessionsPerYear * overnightReturn * overnightReturn;
        return (Math.Max(overnight + RangeVariance.GarmanKlass([bar]), RealizedVariance.Floor), overnight);
    }

    private static PriceBar Consistent(PriceBar bar)
    {
        var (high, low) = (Math.Max(bar.High, bar.Close), Math.Min(bar.Low, bar.Close));
        return bar with { Open = Math.Max(Math.Min(bar.Open, high), low), High = high, Low = low };
    }
}
