using System.Xml.Linq;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The index page of the reports of several targets: index.html. Each report is in the folder of its name.</summary>
public static class BacktestIndex
{
    public const string FileName = "index.html";

    public static byte[] Of(IReadOnlyList<BacktestReport> reports) => HtmlPage.Bytes(HtmlPage.Document("Volcast backtests",
        new XElement("header",
            new XElement("p", new XAttribute("class", "kind"), "Volcast backtests"),
            new XElement("h1", string.Join(", ", reports.Select(r => r.Compared.Backtest.Name)))),
        reports.Any(r => r.Compared.Backtest.Run.IsSimulated)
            ? new XElement("p", new XAttribute("class", "simulated"), BacktestReport.SimulatedWarning) : null,
        new XElement("main", reports.Select(r => new XElement("section",
            new XElement("h2", new XElement("a",
                new XAttribute("href", $"{Uri.EscapeDataString(r.Compared.Backtest.Name)}/{BacktestReport.PageFile}"), r.Title)),
            new XElement("p", BacktestSummary.Of(r.Compared)))))));
}
