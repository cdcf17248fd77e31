namespace Volcast.Features.Tests;

/// <summary>
/// The definitions of the 21 features taken literally, one row at a time from prices: two-pass moments, textbook RSI, no shared
/// sums. It is an oracle for the numbers, and shares no code or order of operations with the kernel.
/// </summary>
internal static class NaiveFeatures
{
    public static double[] Row(MarketColumns market, int t)
    {
        double Return(int w) => Window(market.TargetReturns, t, w).Sum();
        double Volatility(int w) => Math.Sqrt(252.0 / w * Window(market.TargetReturns, t, w).Sum(r => Math.Pow(r, 2)));
        double Correlation(double[] x, double[] y, int w) => Pearson(Window(x, t, w), Window(y, t, w));
        var spy = market.TargetReturns;
        return
        [
            Return(1), Return(5), Return(10), Return(20), Return(60),
            Volatility(5), Volatility(10), Volatility(20), Volatility(60),
            Drawdown(Closes(spy, t, 60)),
            market.Vix[t], market.Vix3M[t], market.Vix3M[t] / market.Vix[t],
            RelativeStrength(Closes(spy, t, 251)),
            Correlation(spy, market.TltReturns, 20), Correlation(spy, market.HygReturns, 20),
            Correlation(spy, market.TltReturns, 60), Correlation(spy, market.HygReturns, 60),
            market.HygReturns[t] - market.TltReturns[t],
            100 * Volatility(20) - market.Vix[t],
            Correlation(market.TltReturns, market.HygReturns, 20),
        ];
    }

    /// <summary>Wilder's recursion as his book has it, over all the closes.</summary>
    public static double RelativeStrength(double[] closes)
    {
        if (closes.Any(double.IsNaN))
            return double.NaN;
        double up = 0, down = 0;
        for (var i = 1; i < closes.Length; i++)
        {
            var change = closes[i] - closes[i - 1];
            var (rise, fall) = (change > 0 ? change : 0, change < 0 ? -change : 0);
            (up, down) = i <= 14 ? (up + rise / 14, down + fall / 14) : ((13 * up + rise) / 14, (13 * down + fall) / 14);
        }
        return 100 - 100 / (1 + up / down);
    }

    private static double Drawdown(double[] closes) => closes.Any(double.IsNaN) ? double.NaN : 1 - closes[^1] / closes.Max();

    /// <summary>The last values, all missing while there are too few.</summary>
    private static double[] Window(double[] values, int t, int window) =>
        t + 1 < window ? [double.NaN] : values[(t + 1 - window)..(t + 1)];

    /// <summary>Closes of the last sessions, the oldest 100.</summary>
    private static double[] Closes(double[] returns, int t, int sessions)
    {
        if (t + 1 < sessions)
            return [double.NaN];
        var closes = new double[sessions];
        closes[0] = 100;
        for (var i = 1; i < sessions; i++)
            closes[i] = closes[i - 1] * Math.Exp(returns[t - sessions + 1 + i]);
        return closes;
    }

    private static double Pearson(double[] x, double[] y)
    {
        var pairs = x.Zip(y).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second)).ToArray();
        if (pairs.Length < 0.9 * x.Length)
            return double.NaN;
        var (meanX, meanY) = (pairs.Average(pair => pair.First), pairs.Average(pair => pair.Second));
        var covariance = pairs.Sum(pair => (pair.First - meanX) * (pair.Second - meanY));
        return covariance / Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.First - meanX, 2)))
            / Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.Second - meanY, 2)));
    }
}
