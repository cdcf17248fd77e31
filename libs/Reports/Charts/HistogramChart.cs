namespace Volcast.Reports.Charts;

/// <summary>Two histograms over the same bins: the earlier one as an area, the newer one as a line.</summary>
public static class HistogramChart
{
    /// <param name="feature">The series; the chart is named after it.</param>
    /// <param name="least">The lower edge of the first bin.</param>
    /// <param name="most">The upper edge of the last bin.</param>
    /// <param name="reference">The share of the earlier values in each bin.</param>
    /// <param name="referenceSessions">How many earlier values there are.</param>
    /// <param name="window">The share of the newer values in each bin.</param>
    /// <param name="windowSessions">How many newer values there are.</param>
    public static ReportChart Of(string feature, double least, double most, IReadOnlyList<double> reference,
        int referenceSessions, IReadOnlyList<double> window, int windowSessions) => new()
        {
            Name = $"distribution_{feature}",
            Title = $"{feature}: the share of sessions in each bin.",
            X = AxisKind.Number,
            Y = AxisKind.Number,
            Series =
            [
                new("reference", $"{NumberText.Count(referenceSessions, "session")} before", SeriesKind.Band, Ink.Realized,
                    [.. Outline(reference, least, most).Select(corner => new ChartPoint(corner.X, 0, corner.Share))]),
                new("window", NumberText.Count(windowSessions, "newest session"), SeriesKind.Line, Ink.Forecast,
                    [.. Outline(window, least, most).Select(corner => new ChartPoint(corner.X, corner.Share))]),
            ],
        };

    /// <summary>The two upper corners of each bin.</summary>
    private static IEnumerable<(double X, double Share)> Outline(IReadOnlyList<double> shares, double least, double most) =>
        shares.SelectMany((share, bin) => new[] { bin, bin + 1 }
            .Select(edge => (least + (most - least) * edge / shares.Count, share)));
}
