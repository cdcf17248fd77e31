using Volcast.Drift.Statistics;

namespace Volcast.Drift;

/// <summary>
/// The same distances, judged by what windows of the reference had: each past window of the same length is compared with the
/// rest of the reference. The windows do not overlap, so ten years give 42 windows of 60 sessions, and no p-value can be below
/// 1/43. A persistent series is as far from its past in most of them, which is why the default thresholds report drift.
/// </summary>
/// <param name="Count">The number of past windows.</param>
/// <param name="KolmogorovSmirnov">p-value of the statistic: (1 + the past windows with at least this value)/(1 + all).</param>
/// <param name="Wasserstein">The same for the normed Wasserstein distance.</param>
/// <param name="PopulationStability">The same for the population stability index.</param>
/// <param name="JensenShannon">The same for the Jensen–Shannon distance.</param>
/// <param name="PValue">Of all four together: the share of windows, this one included, whose smallest of the four p-values is at
/// most this window's (Westfall and Young 1993).</param>
public sealed record PastWindows(
    int Count, double KolmogorovSmirnov, double Wasserstein, double PopulationStability, double JensenShannon, double PValue)
{
    /// <summary>With fewer windows no p-value can reach .05.</summary>
    public const int MinimumCount = 19;

    /// <param name="reference">Finite, in time order, with at least <see cref="MinimumCount"/> windows.</param>
    /// <param name="windowLength">The number of values in a window.</param>
    /// <param name="now">The distances of the window that is judged.</param>
    internal static PastWindows Of(double[] reference, int windowLength, DriftStatistics now)
    {
        var past = Distances(reference, windowLength);
        double[][] statistics =
        [
            [.. past[0], now.KolmogorovSmirnov], [.. past[1], now.Wasserstein],
            [.. past[2], now.PopulationStability], [.. past[3], now.JensenShannon],
        ];
        var count = past[0].Length;
        double[][] shares = [.. statistics.Select(values => SharesAtLeast(values))];
        double[] smallest = [.. Enumerable.Range(0, count + 1).Select(window => shares.Min(share => share[window]))];
        return new(count, shares[0][count], shares[1][count], shares[2][count], shares[3][count],
            smallest.Count(share => share <= smallest[count]) / (count + 1.0));
    }

    /// <summary>For each value the share of all values that are at least as large.</summary>
    private static double[] SharesAtLeast(double[] values) =>
        [.. values.Select(value => values.Count(other => other >= value) / (double)values.Length)];

    /// <summary>The four distances of each past window from the rest of the reference.</summary>
    private static double[][] Distances(double[] reference, int windowLength)
    {
        var n = reference.Length;
        var windows = n / windowLength;
        int[] rows = [.. Enumerable.Range(0, n)];
        double[] sorted = [.. reference];
        Array.Sort(sorted, rows);
        var position = new int[n];
        for (var i = 0; i < n; i++)
            position[rows[i]] = i;

        // A window and the rest of the reference together are the reference, so all windows have the same bins.
        var bins = Bins.Of(sorted, sorted);
        int[] all = bins.CountsOf(reference), rest = new int[bins.Count];
        double[][] distances = [new double[windows], new double[windows], new double[windows], new double[windows]];
        var inWindow = new bool[n];
        for (var window = 0; window < windows; window++)
        {
            // The windows end with the reference: its oldest values are left over.
            var from = n - (windows - window) * windowLength;
            var values = reference.AsSpan(from, windowLength);
            inWindow.AsSpan().Clear();
            for (var row = from; row < from + windowLength; row++)
                inWindow[position[row]] = true;
            var distance = EmpiricalDistance.Of(sorted, inWindow);
            var counts = bins.CountsOf(values);
            for (var bin = 0; bin < rest.Length; bin++)
                rest[bin] = all[bin] - counts[bin];
            distances[0][window] = distance.Supremum;
            distances[1][window] = DriftStatistics.Normed(
                distance.Area, Moments.Of([.. reference[..from], .. reference[(from + windowLength)..]]).Deviation);
            distances[2][window] = Bins.PopulationStability(rest, counts);
            distances[3][window] = Bins.JensenShannon(rest, counts);
        }
        return distances;
    }
}
