namespace Volcast.Volatility.Ranges;

/// <summary>
/// Estimators of the variance from open, high, low and close: the mean over the sessions, annualised with
/// <see cref="RealizedVariance.SessionsPerYear"/>. A range is a several times more efficient measure than a return if there is no
/// drift. Parkinson, Garman–Klass and Rogers–Satchell cover the trading hours only; Yang–Zhang includes the overnight gap. A NaN
/// among the prices makes the variance NaN. Off-market prints distort a range: see <see cref="OffMarketPrints"/>.
/// </summary>
public static class RangeVariance
{
    /// <summary>Parkinson (1980): Σ ln²(H/L) / (4·ln 2). About five times as efficient as the squared return; assumes no
    /// drift.</summary>
    /// <param name="bars">At least one.</param>
    /// <exception cref="ArgumentException">There is no bar, or one is impossible: a price is outside low to high, or not
    /// positive.</exception>
    public static double Parkinson(ReadOnlySpan<PriceBar> bars) =>
        Mean(bars, bar => Square(Math.Log(bar.High / bar.Low)) / (4 * Math.Log(2)));

    /// <summary>Garman and Klass (1980), their practical form: Σ ½·ln²(H/L) − (2·ln 2 − 1)·ln²(C/O). Never negative; assumes no
    /// drift.</summary>
    /// <inheritdoc cref="Parkinson"/>
    public static double GarmanKlass(ReadOnlySpan<PriceBar> bars) =>
        Mean(bars, bar => Math.Max(0, // Rounding makes it negative where the whole range is one unit of the last digit.
            Square(Math.Log(bar.High / bar.Low)) / 2 - (2 * Math.Log(2) - 1) * Square(Math.Log(bar.Close / bar.Open))));

    /// <summary>Rogers and Satchell (1991): Σ ln(H/C)·ln(H/O) + ln(L/C)·ln(L/O). Valid for any drift.</summary>
    /// <inheritdoc cref="Parkinson"/>
    public static double RogersSatchell(ReadOnlySpan<PriceBar> bars) => Mean(bars, RogersSatchell);

    /// <summary>
    /// Yang and Zhang (2000): the sample variance of the overnight returns ln(O/C₋₁), plus k times that of the open-to-close
    /// returns, plus 1 − k times Rogers–Satchell, with k = .34/(1.34 + (n + 1)/(n − 1)). Valid for any drift and with
    /// overnight gaps.
    /// </summary>
    /// <param name="previousClose">The close of the session before the first bar.</param>
    /// <param name="bars">At least two.</param>
    /// <exception cref="ArgumentException">There are fewer than two bars, or one is impossible.</exception>
    public static double YangZhang(double previousClose, ReadOnlySpan<PriceBar> bars)
    {
        if (bars.Length < 2)
            throw new ArgumentException($"Yang–Zhang needs at least two bars; there is {bars.Length}.", nameof(bars));
        double n = bars.Length;
        var rogersSatchell = RogersSatchell(bars);
        var (overnight, session) = (new double[bars.Length], new double[bars.Length]);
        for (var i = 0; i < bars.Length; i++)
        {
            overnight[i] = Math.Log(bars[i].Open / (i == 0 ? previousClose : bars[i - 1].Close));
            session[i] = Math.Log(bars[i].Close / bars[i].Open);
        }
        var k = .34 / (1.34 + (n + 1) / (n - 1));
        return RealizedVariance.SessionsPerYear * (SampleVariance(overnight) + k * SampleVariance(session))
            + (1 - k) * rogersSatchell;
    }

    private static double RogersSatchell(PriceBar bar) =>
        Math.Log(bar.High / bar.Close) * Math.Log(bar.High / bar.Open)
        + Math.Log(bar.Low / bar.Close) * Math.Log(bar.Low / bar.Open);

    private static double Mean(ReadOnlySpan<PriceBar> bars, Func<PriceBar, double> variance)
    {
        if (bars.IsEmpty)
            throw new ArgumentException("A variance needs at least one bar.", nameof(bars));
        var sum = 0.0;
        foreach (var bar in bars)
        {
            if (bar.Low <= 0 || bar.Low > Math.Min(bar.Open, bar.Close) || bar.High < Math.Max(bar.Open, bar.Close))
                throw new ArgumentException($"These prices are impossible: {bar}.", nameof(bars));
            sum += variance(bar);
        }
        return RealizedVariance.SessionsPerYear * sum / bars.Length;
    }

    private static double SampleVariance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }

    private static double Square(double x) => x * x;
}
