using Volcast.Reports.Charts;

namespace Volcast.Services.Monitoring.Report;

/// <summary>The outline of a histogram as points of a chart.</summary>
internal static class Histogram
{
    /// <summary>Bins of equal width.</summary>
    public const int Bins = 30;

    /// <summary>For each bin its two upper corners: X the edge, Y 0, and Upper the share of values in the bin.</summary>
    /// <param name="values">Finite, at least one, from <paramref name="least"/> to <paramref name="most"/>.</param>
    /// <param name="least">The lower edge of the first bin.</param>
    /// <param name="most">The upper edge of the last bin; a value on an edge belongs to the upper bin, the largest to the
    /// last.</param>
    public static IReadOnlyList<ChartPoint> Of(IReadOnlyCollection<double> values, double least, double most)
    {
        var counts = new int[Bins];
        foreach (var value in values)
            counts[Math.Min((int)((value - least) / (most - least) * Bins), Bins - 1)]++;
        return
        [
            .. counts.SelectMany((count, bin) => new[] { bin, bin + 1 }.Select(edge => new ChartPoint(
                least + (most - least) * edge / Bins, 0, (double)count / values.Count))),
        ];
    }
}
