using Volcast.Evidence.Panels;
using Volcast.Market;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>The summary of a panel in <c>docs/evidence</c>: a JSON file with the page that is made from it.</summary>
/// <param name="File">The JSON file.</param>
/// <param name="Name">The name that markers in the docs use, such as <c>panel/panel-5d</c>.</param>
/// <param name="Page">Its content.</param>
internal sealed record PublishedPanel(string File, string Name, PanelPage Page)
{
    /// <summary>The JSON files of a repository, in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string root) => !Directory.Exists(EvidenceFolder.Home(root)) ? [] :
    [
        .. Directory.EnumerateDirectories(EvidenceFolder.Home(root))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "panel-*d.json")).Order(StringComparer.Ordinal),
    ];

    /// <exception cref="EvidenceException">The file is damaged.</exception>
    public static PublishedPanel Read(string file)
    {
        var name = $"{new FileInfo(file).Directory!.Name}/{Path.GetFileNameWithoutExtension(file)}";
        try
        {
            return new(file, name, PanelPage.Parse(System.IO.File.ReadAllBytes(file)));
        }
        catch (InvalidDataException damaged)
        {
            throw new EvidenceException($"{name}: {damaged.Message}", damaged);
        }
    }

    /// <summary>The lines in which the page differs from the one that the JSON file gives.</summary>
    public IEnumerable<(string Place, string Published, string Recomputed)> DifferingLines()
    {
        var page = Path.ChangeExtension(File, ".md");
        if (!System.IO.File.Exists(page))
            return [("the file", "nothing", "a page")];
        var (published, computed) = (System.IO.File.ReadAllText(page).Split('\n'), Page.ToMarkdown().Split('\n'));
        return published.Length != computed.Length
            ? [("the page", Counted.Of(published.Length, "line"), Counted.Of(computed.Length, "line"))]
            : published.Zip(computed).Select((lines, i) => ($"line {i + 1}", lines.First, lines.Second))
                .Where(line => line.First != line.Second);
    }

    /// <summary>What the tables of the tickers give of the other tables. The numbers of significant differences are not among it: they
    /// need a test for each ticker, whose losses are not published.</summary>
    public IEnumerable<ReportTable> Recomputed()
    {
        var coverage = new List<Cell[]>();
        foreach (var table in Page.Tables.Where(table => table.Columns[0].Name == PanelTables.Ticker))
        {
            var span = PanelTables.SpanOf(table);
            var models = table.Columns.Skip(PanelTables.ColumnsBeforeModels).Select(column => column.Name).ToArray();
            yield return new()
            {
                Name = PanelTables.BaselinesName(span),
                Title = "",
                Columns = Columns("against", "tickers", "better", "better_share", "ratio_median", "ratio_best", "best_ticker",
                    "ratio_worst", "worst_ticker"),
                Rows = [.. models.Select(model => Row(model, Values(table, model)))],
            };
            var inside = Values(table, "coverage_80");
            var best = table.Rows.Count(row => row.Skip(PanelTables.ColumnsBeforeModels).All(ratio => !(ratio.Number >= 1)));
            coverage.Add([span, table.Rows.Count, best, .. Spread(PanelSpread.Of(inside))]);
        }
        yield return new()
        {
            Name = PanelTables.CoverageName,
            Title = "",
            Columns = Columns("span", "tickers", "best", "coverage_median", "coverage_smallest", "smallest_ticker",
                "coverage_largest", "largest_ticker"),
            Rows = coverage,
        };
    }

    private static TableColumn[] Columns(params string[] names) => Array.ConvertAll(names, name => new TableColumn(name, name));

    private static Cell[] Row(string model, (string Symbol, double Ratio)[] all)
    {
        var ratios = Array.FindAll(all, one => double.IsFinite(one.Ratio));
        var better = ratios.Count(one => one.Ratio < 1);
        return [model, ratios.Length, better, (double)better / ratios.Length, .. Spread(PanelSpread.Of(ratios))];
    }

    private static Cell[] Spread(PanelSpread? spread) => spread is null
        ? [double.NaN, double.NaN, NumberText.Missing, double.NaN, NumberText.Missing]
        : [spread.Median, spread.Smallest, spread.SmallestTicker, spread.Largest, spread.LargestTicker];

    private static (string Symbol, double Value)[] Values(ReportTable table, string column)
    {
        var place = table.Columns.TakeWhile(one => one.Name != column).Count();
        return [.. table.Rows.Select(row => (row[0].Text!, row[place].Number))];
    }
}
