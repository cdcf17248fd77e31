namespace Volcast.Evaluation.Tests;

/// <summary>
/// The 21 basic features, each computed directly from its definition, one row at a time and without regard to speed: an oracle
/// that shares no code with the product's kernel.
/// </summary>
internal static class NaiveFeatures
{
    /// <param name="target">Total-return closes of the target.</param>
    /// <param name="vix">Points, NaN if missing, like the other columns.</param>
    /// <param name="vix3m">Points.</param>
    /// <param name="tlt">Total-return closes.</param>
    /// <param name="hyg">Total-return closes.</param>
    public static Dictionary<string, double[]> Compute(double[] target, double[] vix, double[] vix3m, double[] tlt, double[] hyg)
    {
        var (r, rTlt, rHyg) = (LogReturns(target), LogReturns(tlt), LogReturns(hyg));
        var columns = new Dictionary<string, double[]>();
        foreach (var window in new[] { 1, 5, 10, 20, 60 })
            columns[$"ret_{window}d"] = Each(t => Window(r, t, window).Sum());
        foreach (var window in new[] { 5, 10, 20, 60 })
            columns[$"vol_{window}d"] = Each(t => Math.Sqrt(252.0 / window * Window(r, t, window).Sum(v => v * v)));
        columns["drawdown_60d"] = Each(t => t < 59 ? double.NaN : 1 - target[t] / target[(t - 59)..(t + 1)].Max());
        columns["vix"] = vix;
        columns["vix3m"] = vix3m;
        columns["vix_term"] = Each(t => vix3m[t] / vix[t]);
        columns["rsi_14"] = Each(t => WilderRsi(target, t));
        columns["corr_tlt_20d"] = Each(t => Pearson(Window(r, t, 20), Window(rTlt, t, 20)));
        columns["corr_hyg_20d"] = Each(t => Pearson(Window(r, t, 20), Window(rHyg, t, 20)));
        columns["corr_tlt_60d"] = Each(t => Pearson(Window(r, t, 60), Window(rTlt, t, 60)));
        columns["corr_hyg_60d"] = Each(t => Pearson(Window(r, t, 60), Window(rHyg, t, 60)));
        columns["hyg_tlt_spread"] = Each(t => rHyg[t] - rTlt[t]);
        columns["rv_vix_spread_20d"] = Each(t => 100 * columns["vol_20d"][t] - vix[t]);
        columns["corr_tlt_hyg_20d"] = Each(t => Pearson(Window(rTlt, t, 20), Window(rHyg, t, 20)));
        return columns;

        double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, target.Length).Select(value)];
    }

    public static double[] LogReturns(double[] closes) =>
        [.. closes.Select((close, t) => t == 0 ? double.NaN : Math.Log(close / closes[t - 1]))];

    private static double[] Window(double[] values, int t, int window) =>
        t + 1 < window ? [double.NaN] : values[(t + 1 - window)..(t + 1)];

    private static double Pearson(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        var cross = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum();
        return cross / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    /// <summary>Wilder's smoothing over the last 250 sessions, from the simple mean of their first 14 changes.</summary>
    private static double WilderRsi(double[] closes, int t)
    {
        if (t < 250)
            return double.NaN;
        var changes = Enumerable.Range(t - 249, 250).Select(i => closes[i] - closes[i - 1]).ToArray();
        var up = changes[..14].Average(c => Math.Max(c, 0));
        var down = changes[..14].Average(c => Math.Max(-c, 0));
        foreach (var change in changes[14..])
        {
            up = (13 * up + Math.Max(change, 0)) / 14;
            down = (13 * down + Math.Max(-change, 0)) / 14;
        }
        return 100 - 100 / (1 + up / down);
    }
}
