using Volcast.Evidence.Report.Charts;

namespace Volcast.Evidence.Report;

/// <summary>A part of the page: a heading, a paragraph, and charts and tables in the order in which they are read.</summary>
/// <param name="Id">The anchor.</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">A paragraph; may be empty.</param>
/// <param name="Charts">Before the tables.</param>
/// <param name="Tables">After the charts.</param>
public sealed record ReportSection(
    string Id, string Title, string Text, IReadOnlyList<ReportChart> Charts, IReadOnlyList<ReportTable> Tables);
