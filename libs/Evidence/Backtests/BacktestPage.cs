using System.Globalization;
using System.Xml.Linq;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Evidence.Backtests;

/// <summary>report.html: a self-contained page without network requests. Its one script sorts the tables; without it the page can
/// be read in full. It is also well-formed XML.</summary>
internal static class BacktestPage
{
    /// <summary>The most models that a sentence of the summary lists.</summary>
    private const int MostNames = 3;

    public static byte[] Of(BacktestReport report)
    {
        var compared = report.Compared;
        var sections = report.Sections.Where(s => s.Text.Length + s.Charts.Count + s.Tables.Count > 0).ToArray();
        return HtmlPage.Bytes(HtmlPage.Document(report.Title,
            compared.Backtest.Run.IsSimulated
                ? new XElement("p", new XAttribute("class", "simulated"), BacktestReport.SimulatedWarning)
                : null,
            new XElement("header",
                new XElement("p", new XAttribute("class", "kind"), $"Volcast backtest · {compared.Backtest.Run.DataKind}"),
                new XElement("h1", report.Title),
                new XElement("p", new XAttribute("class", "summary"), Span(compared)),
                KeyFigure.Row(BacktestFigures.Of(compared))),
            new XElement("main",
                HtmlSection.Of(sections[0], compared.Model.Model),
                new XElement("section", new XAttribute("id", "summary"),
                    new XElement("h2", "In short"),
                    new XElement("ul", new XAttribute("class", "findings"),
                        BacktestSummary.Sentences(compared, MostNames).Select(sentence => new XElement("li", sentence))),
                    HtmlSection.Navigation([.. sections.Skip(1).Select(s => (s.Id, s.Title)), ("run", "What was run")])),
                sections.Skip(1).Select(s => HtmlSection.Of(s, compared.Model.Model)),
                Run(compared),
                Method()),
            new XElement("footer", "Research, not investment advice. Past results do not guarantee future results."),
            HtmlPage.SortScript()));
    }

    private static string Span(ComparedBacktest compared) =>
        $"Every forecast was made from what was known on its day: {NumberText.Count(compared.Sample.Rows.Length, "origin")} from "
        + $"{NumberText.Day(compared.Sample.Origins[0])} to {NumberText.Day(compared.Sample.Origins[^1])}.";

    private static XElement Run(ComparedBacktest compared)
    {
        var (result, run) = (compared.Backtest.Result, compared.Backtest.Run);
        (string Name, string Value)[] facts =
        [
            ("data", run.IsSimulated ? "SIMULATED: says nothing about a real market" : run.DataKind),
            ("target", $"{result.Symbol}, annualised realised variance of the next {BacktestCharts.Sessions(result.Horizon)}"),
            ("origins",
                $"{result.Origins[0]:yyyy-MM-dd} to {result.Origins[^1]:yyyy-MM-dd}, {result.Origins.Length:N0} sessions"),
            ("training window", run.RollingRows is { } rows
                ? $"the newest {rows:N0} labelled sessions" : "expanding, from the first session"),
            ("refit", $"every {run.RefitEvery} sessions, on labels that had ended; the newest {run.PurgedRows} rows are purged"),
            ("intervals from", $"past forecast errors only, after {run.BurnIn} origins of burn-in"),
            ("models", string.Join(", ", result.Models.Select(m => m.Name))),
            ("seed", run.Seed.ToString(CultureInfo.InvariantCulture)),
            ("command", run.Command),
            .. run.InputDigests.Select(input => (input.Key, $"SHA-256 {input.Value}")),
        ];
        return new XElement("section", new XAttribute("id", "run"),
            new XElement("h2", "What was run"),
            new XElement("dl", facts.Select(fact => new[] { new XElement("dt", fact.Name), new XElement("dd", fact.Value) })),
            new XElement("p", $"{BacktestReport.NumbersFile} in the folder of this page has every number unrounded, and "
                + $"{BacktestReport.ForecastsFile} has every forecast."));
    }

    private static XElement Method() => new("section", new XAttribute("id", "method"),
        new XElement("h2", "How it is measured"),
        new XElement("p", "QLIKE is RV/F − ln(RV/F) − 1 with RV the realised and F the forecast variance: smaller is better, and"
            + " its ranking is robust to the noise of RV (Patton 2011). Ratios have percentile intervals over 10,000 resamplings"
            + " in circular blocks of 20 origins (Politis and Romano 1992). Equal losses are tested by Diebold and Mariano (1995)"
            + " with the correction of Harvey, Leybourne and Newbold (1997) and a variance by Newey and West (1987) with a lag of"
            + " three horizons; in simulations this rejects equal forecasts in about 6.5 % of the cases at a nominal 5 %."
            + " The model confidence set is that of Hansen, Lunde and Nason (2011) by T max. Intervals are scored by Winkler"
            + " (1972). Volatility is annualised with 252 sessions."));
}
