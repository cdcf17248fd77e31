using Volcast.Volatility;
using Volcast.Volatility.Ranges;

namespace Volcast.Features;

/// <summary>
/// The range variance of single sessions, from close to close: the squared overnight return plus Garman and Klass (1980) of the
/// hours of trading, annualised. Several times as telling as the squared return (Molnár 2012).
/// </summary>
/// <remarks>
/// The overnight return is what the day's return leaves when its trading hours are taken out, r − ln(C/O), so that neither a
/// dividend nor a split is a move, and it is the same whether dividends came as events or inside an adjusted close. An open
/// outside high and low, where vendors slip, is taken as the nearer of the two; a close outside them, as rounding leaves it,
/// widens them. Off-market prints are pulled in by <see cref="OffMarketPrints"/>, whose scale takes the sessions before: until
/// there are <see cref="WarmUp"/> of them the variance is absent.
/// </remarks>
internal static class SessionRange
{
    /// <summary>Sessions before one whose variance can be told.</summary>
    public const int WarmUp = OffMarketPrints.Window;

    /// <summary>The annualised variance of each session from row <paramref name="from"/> on, at least
    /// <see cref="RealizedVariance.Floor"/>, and what the squared overnight return has of it; NaN during warm-up, and where a
    /// price or the return is absent.</summary>
    public static (double[] Whole, double[] Overnight) Variances(L2Inputs inputs, int from)
    {
        var first = Math.Max(0, from - WarmUp);
        var bars = new PriceBar[inputs.Rows - first];
        var previousCloses = new double[bars.Length];
        for (var i = 0; i < bars.Length; i++)
        {
            bars[i] = Possible(inputs.Bar(first + i));
            previousCloses[i] = bars[i].Close * Math.Exp(-inputs.LogReturns[first + i]);
        }
        var limited = OffMarketPrints.Limit(bars, previousCloses);
        var (whole, overnight) = (new double[inputs.Rows - from], new double[inputs.Rows - from]);
        for (var i = 0; i < whole.Length; i++)
        {
            var row = from + i;
            (whole[i], overnight[i]) = row < WarmUp
                ? (double.NaN, double.NaN)
                : Variance(limited[row - first], inputs.LogReturns[row]);
        }
        return (whole, overnight);
    }

    private static (double Whole, double Overnight) Variance(PriceBar bar, double logReturn)
    {
        var overnightReturn = logReturn - Math.Log(bar.Close / bar.Open);
        var overnight = RealizedVariance.SessionsPerYear * overnightReturn * overnightReturn;
        return (Math.Max(overnight + RangeVariance.GarmanKlass([bar]), RealizedVariance.Floor), overnight);
    }

    private static PriceBar Possible(PriceBar bar)
    {
        var (high, low) = (Math.Max(bar.High, bar.Close), Math.Min(bar.Low, bar.Close));
        return bar with { Open = Math.Max(Math.Min(bar.Open, high), low), High = high, Low = low };
    }
}
