using Volcast.Reports.Charts;

namespace Volcast.Reports;

/// <summary>A part of a page: a heading, a paragraph, charts and tables in reading order.</summary>
/// <param name="Id">The anchor.</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">A paragraph; may be empty.</param>
/// <param name="Charts">Before the tables.</param>
/// <param name="Tables">After the charts.</param>
public sealed record ReportSection(
    string Id, string Title, string Text, IReadOnlyList<ReportChart> Charts, IReadOnlyList<ReportTable> Tables)
{
    /// <summary>What a reader who is new to the charts and tables must know; empty if they need no explanation.</summary>
    public string HowToRead { get; init; } = "";

    /// <summary>Forest plots, before the charts.</summary>
    public IReadOnlyList<ForestPlot> ForestPlots { get; init; } = [];
}
