using System.Xml.Linq;
using Volcast.Evidence.Panels;
using Volcast.Reports;
using Volcast.Reports.Charts;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>The index page of the reports of several targets: index.html, a row for each. Each report is in the folder of its
/// name.</summary>
public static class BacktestIndex
{
    public const string FileName = "index.html";

    /// <summary>The points of a sparkline.</summary>
    private const int MostPoints = 120;

    /// <param name="reports">A row for each.</param>
    /// <param name="panel">The scores of several targets, which the page sums up; empty or one for none.</param>
    public static byte[] Of(IReadOnlyList<BacktestReport> reports, IReadOnlyList<TickerScores> panel) =>
        HtmlPage.Bytes(HtmlPage.Document("Volcast backtests",
        reports.Any(r => r.Compared.Backtest.Run.IsSimulated)
            ? new XElement("p", new XAttribute("class", "simulated"), BacktestReport.SimulatedWarning) : null,
        new XElement("header",
            new XElement("p", new XAttribute("class", "kind"), "Volcast backtests"),
            new XElement("h1", NumberText.Count(reports.Count, "target"))),
        new XElement("main", new XElement("div", new XAttribute("class", "exhibits"), HtmlTable.Of(Table(reports)),
            panel.Count < 2 ? null : PanelTables.Of(panel).Select(table => HtmlTable.Of(table)))),
        HtmlPage.SortScript()));

    internal static ReportTable Table(IReadOnlyList<BacktestReport> reports) => new()
    {
        Name = "targets",
        Title = "Each target opens its report",
        Note = "Loss: QLIKE of the model divided by that of the benchmark, with its interval; below 1 is better. Advantage: the sum of "
            + "the differences of both losses over time; where the line rises, the model was better.",
        Columns =
        [
            new("target", "target"),
            new("model", "model"),
            new("origins", "origins", "#,0"),
            new("volatility", "forecast volatility"),
            new("gain", "advantage"),
            .. RatioColumns.Titled("/ benchmark").Take(3),
            new("coverage_80", "inside 80 %", "0.0 %"),
            new("coverage_95", "inside 95 %", "0.0 %"),
            new("r2_volatility", "R², volatility", ".000"),
        ],
        Rows = [.. reports.Select(report => Row(report.Compared))],
    };

    private static Cell[] Row(ComparedBacktest compared)
    {
        var (model, sample, name) = (compared.Model, compared.Sample, compared.Backtest.Name);
        var forecast = sample.Forecast(model.Model);
        var gain = compared.Qlike.CumulativeAdvantage(model.Model, compared.Benchmark);
        return
        [
            Cell.Link(name, $"{Uri.EscapeDataString(name)}/{BacktestReport.PageFile}"), model.Model, sample.Rows.Length,
            Cell.Drawn(new($"Forecast volatility of {name}", Ink.Forecast, Thinned(Array.ConvertAll(forecast, Math.Sqrt)))),
            model.Model == compared.Benchmark ? NumberText.Missing : Cell.Drawn(new(
                $"Cumulative advantage of {model.Model} over {compared.Benchmark}", Ink.Forecast, Thinned(gain), Base: 0)),
            .. RatioColumns.Of(model.Ratio), model.Interval80.Coverage, model.Interval95.Coverage,
            Losses.RSquaredOnVolatility(sample.RealizedVariance, forecast),
        ];
    }

    /// <summary>At most so many values, at equal distances, with the last one.</summary>
    private static double[] Thinned(double[] values) => values.Length <= MostPoints
        ? values
        : [.. Enumerable.Range(0, MostPoints).Select(i => values[(int)((long)i * (values.Length - 1) / (MostPoints - 1))])];
}
