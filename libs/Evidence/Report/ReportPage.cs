using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Volcast.Evidence.Report.Charts;

namespace Volcast.Evidence.Report;

/// <summary>report.html: one page that needs nothing but itself, no script and no network, and is well-formed XML too.</summary>
internal static class ReportPage
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    public static byte[] Of(BacktestReport report)
    {
        var compared = report.Compared;
        var sections = report.Sections.Where(s => s.Text.Length + s.Charts.Count + s.Tables.Count > 0).ToArray();
        return Bytes(Document(report.Title,
            compared.Backtest.Run.IsSimulated
                ? new XElement("p", new XAttribute("class", "simulated"), BacktestReport.SimulatedWarning)
                : null,
            new XElement("header",
                new XElement("p", new XAttribute("class", "kind"), $"Volcast backtest · {compared.Backtest.Run.Market}"),
                new XElement("h1", report.Title),
                new XElement("p", new XAttribute("class", "summary"), ReportSummary.Of(compared)),
                new XElement("nav", new XAttribute("aria-label", "Sections"), sections.Append(null).Select(s => s is null
                    ? new object[] { new XElement("a", new XAttribute("href", "#run"), "What was run") }
                    : [new XElement("a", new XAttribute("href", $"#{s.Id}"), s.Title), " "]))),
            new XElement("main",
                sections.Select(s => Section(s, compared)),
                Run(compared),
                Method()),
            new XElement("footer", "Research, no investment advice: past skill is no promise.")));
    }

    /// <summary>A whole document around some content.</summary>
    public static XElement Document(string title, params object?[] content) => new("html",
        new XAttribute("lang", "en-GB"),
        new XElement("head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            Meta("viewport", "width=device-width, initial-scale=1"),
            Meta("color-scheme", "light dark"),
            new XElement("title", title),
            new XElement("style", "\n" + Style.Value)),
        new XElement("body", content));

    public static byte[] Bytes(XElement document)
    {
        using var stream = new MemoryStream();
        stream.Write("<!DOCTYPE html>\n"u8);
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            Indent = true,
            IndentChars = "",
            NewLineChars = "\n",
        };
        using (var writer = XmlWriter.Create(stream, settings))
            document.Save(writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>A table with a caption, headings that name their column or row, and its note.</summary>
    public static XElement Table(ReportTable table, params IReadOnlyCollection<string> emphasized)
    {
        var largest = table.Columns.Select((c, i) => c.HasBar ? table.Rows.Max(row => Math.Abs(row[i].Number)) : 0).ToArray();
        return new XElement("div", new XAttribute("class", "table"), new XAttribute("id", $"table-{table.Name}"),
            new XElement("table",
                new XElement("caption", new XElement("span", table.Title)),
                new XElement("thead", new XElement("tr", table.Columns.Select(c =>
                    new XElement("th", new XAttribute("scope", "col"), Kind(c), c.Heading)))),
                new XElement("tbody", table.Rows.Select(row => new XElement("tr",
                    emphasized.Contains(row[0].Text) ? new XAttribute("class", "subject") : null,
                    row.Select((cell, i) => Shown(cell, table.Columns[i], isName: i == 0, largest[i])))))),
            table.Note.Length > 0 ? new XElement("p", new XAttribute("class", "note"), table.Note) : null);
    }

    private static XElement Shown(Cell cell, TableColumn column, bool isName, double largest)
    {
        var shown = cell.Show(column.Format);
        if (isName)
            return new XElement("th", new XAttribute("scope", "row"), Kind(column), shown);
        if (!column.HasBar || !(largest > 0))
            return new XElement("td", Kind(column), shown);
        var width = (100 * Math.Abs(cell.Number) / largest).ToString("0.#", CultureInfo.InvariantCulture);
        return new XElement("td", new XAttribute("class", "number bar"), new XElement("span",
            new XAttribute("class", "length"), new XElement("span", new XAttribute("style", $"width:{width}%"), "")), shown);
    }

    private static XElement Meta(string name, string content) =>
        new("meta", new XAttribute("name", name), new XAttribute("content", content));

    private static XAttribute? Kind(TableColumn column) => column.Format is null ? null : new XAttribute("class", "number");

    private static XElement Section(ReportSection section, ComparedBacktest compared) => new("section",
        new XAttribute("id", section.Id),
        new XElement("h2", section.Title),
        section.Text.Length > 0 ? new XElement("p", section.Text) : null,
        new XElement("div", new XAttribute("class", "exhibits"),
            section.Charts.Select(ChartDrawing.Figure),
            section.Tables.Select(table => Table(table, compared.Model.Model))));

    private static XElement Run(ComparedBacktest compared)
    {
        var (result, run) = (compared.Backtest.Result, compared.Backtest.Run);
        (string Name, string Value)[] facts =
        [
            ("market", run.IsSimulated ? "SIMULATED: no evidence of anything" : run.Market),
            ("target", $"{result.Symbol}, annualised realised variance of the next {BacktestCharts.Sessions(result.Horizon)}"),
            ("origins",
                $"{result.Origins[0]:yyyy-MM-dd} to {result.Origins[^1]:yyyy-MM-dd}, {result.Origins.Length:N0} sessions"),
            ("training window", run.RollingRows is { } rows
                ? $"the newest {rows:N0} labelled sessions" : "expanding, from the first session"),
            ("refit", $"every {run.RefitEvery} sessions, on labels that had ended: the newest {run.PurgedRows} rows are purged"),
            ("intervals from", $"forecasts of the past only, {run.BurnIn} origins of burn-in"),
            ("models", string.Join(", ", result.Models.Select(m => m.Name))),
            ("seed", run.Seed.ToString(CultureInfo.InvariantCulture)),
            ("command", run.Command),
            .. run.InputDigests.Select(input => (input.Key, $"SHA-256 {input.Value}")),
        ];
        return new XElement("section", new XAttribute("id", "run"),
            new XElement("h2", "What was run"),
            new XElement("dl", facts.Select(fact => new[] { new XElement("dt", fact.Name), new XElement("dd", fact.Value) })),
            new XElement("p", $"Every number of this page stands unrounded in {BacktestReport.NumbersFile}, every forecast in "
                + $"{BacktestReport.ForecastsFile}, beside this file."));
    }

    private static XElement Method() => new("section", new XAttribute("id", "method"),
        new XElement("h2", "How to read it"),
        new XElement("p", "QLIKE is RV/F − ln(RV/F) − 1 with RV the realised and F the forecast variance: smaller is better, and"
            + " its ranking survives the noise of RV (Patton 2011). Ratios have percentile intervals over 10,000 resamplings in"
            + " circular blocks of 20 origins (Politis and Romano 1992). Equal losses are tested by Diebold and Mariano (1995)"
            + " with the correction of Harvey, Leybourne and Newbold (1997) and a variance by Newey and West (1987) with a lag of"
            + " three horizons; in simulations this rejects equal forecasts in about 6.5 % of the cases where 5 % is promised."
            + " The model confidence set is that of Hansen, Lunde and Nason (2011) by T max. Intervals are scored by Winkler"
            + " (1972). Volatility is annualised with 252 sessions."));

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
