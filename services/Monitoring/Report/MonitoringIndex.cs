using System.Xml.Linq;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Reports;

namespace Volcast.Services.Monitoring.Report;

/// <summary>The index page of the reports of several targets, the worst first: index.html. Each report is in the folder of its
/// target. It keeps a line of each target, not its report.</summary>
/// <param name="kind">The kind of the lake's data.</param>
public sealed class MonitoringIndex(DataKind kind)
{
    public const string FileName = "index.html";

    /// <summary>The page lists so many targets; the others have their reports.</summary>
    public const int MostTargets = 1000;

    private readonly List<(string Target, string Title, Verdict Verdict)> reports = [];

    public void Add(TargetReport report) => reports.Add((report.Target.Value, report.Title, report.Verdict));

    public byte[] Page()
    {
        var listed = reports.OrderByDescending(report => report.Verdict.Status)
            .ThenBy(report => report.Target, StringComparer.Ordinal).Take(MostTargets).ToArray();
        return HtmlPage.Bytes(HtmlPage.Document("Volcast monitoring",
            kind == DataKind.Simulated
                ? new XElement("p", new XAttribute("class", "simulated"), TargetReport.SimulatedWarning) : null,
            new XElement("header",
                new XElement("p", new XAttribute("class", "kind"), $"Volcast monitoring · {kind.Name()}"),
                new XElement("h1", $"{Count(MonitoringStatus.Failed)} red, {Count(MonitoringStatus.Warning)} yellow, "
                    + $"{Count(MonitoringStatus.Ok)} green")),
            new XElement("main", listed.Select(report => new XElement("section",
                    new XElement("h2", new XElement("a",
                        new XAttribute("href", $"{Uri.EscapeDataString(report.Target)}/{TargetReport.PageFile}"), report.Title)),
                    TargetReportPage.Verdict(report.Verdict))),
                reports.Count - listed.Length is > 0 and var more
                    ? new XElement("p", $"{Counted.Of(more, "more target")} {(more == 1 ? "has" : "have")} a report in the folder "
                        + "of the target's name.")
                    : null)));
    }

    private int Count(MonitoringStatus status) => reports.Count(report => report.Verdict.Status == status);
}
