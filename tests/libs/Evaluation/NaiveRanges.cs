using System.Globalization;

namespace Volcast.Evaluation.Tests;

/// <summary>
/// The range volatilities of the last day, week and month, computed directly from their definition: overnight return² +
/// Garman–Klass, with highs and lows limited to two median ranges of the previous 22 sessions. An oracle that shares no code
/// with the product's kernel.
/// </summary>
internal static class NaiveRanges
{
    public static Dictionary<string, double[]> Compute(string folder, double[] logReturns)
    {
        var bars = File.ReadLines(Path.Combine(folder, "SPY.csv")).Skip(1).Select(line => line.Split(','))
            .Select(f => Array.ConvertAll(f[1..5], price => double.Parse(price, CultureInfo.InvariantCulture))).ToArray();
        var variances = bars.Select((_, t) => t < 22 ? double.NaN : Variance(bars, logReturns[t], t)).ToArray();
        return new[] { 1, 5, 22 }.ToDictionary(w => $"range_vol_{w}d", w => bars.Select((_, t) =>
            t + 1 < w ? double.NaN : Math.Sqrt(variances[(t + 1 - w)..(t + 1)].Average())).ToArray());
    }

    private static double Variance(double[][] bars, double logReturn, int t)
    {
        var ranges = bars[(t - 22)..t].Select(bar => Math.Log(bar[1] / bar[2])).Order().ToArray();
        var reach = Math.Exp(ranges[10] + ranges[11]);
        var (open, close, before) = (bars[t][0], bars[t][3], bars[t][3] * Math.Exp(-logReturn));
        var high = Math.Min(bars[t][1], Math.Max(before, Math.Max(open, close)) * reach);
        var low = Math.Max(bars[t][2], Math.Min(before, Math.Min(open, close)) / reach);
        return 252 * (Math.Pow(Math.Log(open / before), 2) + Math.Pow(Math.Log(high / low), 2) / 2
            - (2 * Math.Log(2) - 1) * Math.Pow(Math.Log(close / open), 2));
    }
}
