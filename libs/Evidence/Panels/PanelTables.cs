using System.Text.Json;
using Volcast.Evidence.Backtests;
using Volcast.Reports;

namespace Volcast.Evidence.Panels;

/// <summary>The tables of a panel, for text, JSON, Markdown and HTML.</summary>
public static class PanelTables
{
    /// <summary>The name of the table of coverage.</summary>
    internal const string CoverageName = "coverage";

    /// <summary>The first column of a table of tickers.</summary>
    internal const string Ticker = "ticker";

    private const string BaselinesKey = "baselines";
    private const string TickersKey = "tickers";

    private static readonly TableColumn[] OfTicker =
    [
        new(Ticker, "ticker"),
        new("first_origin", "first origin"),
        new("origins", "origins", "#,0"),
        new("coverage_80", "inside 80 %", "0.0 %"),
        new("qlike", "QLIKE", ".0000"),
    ];

    /// <summary>The number of columns of a table of tickers before those of the models.</summary>
    internal static int ColumnsBeforeModels => OfTicker.Length;

    /// <summary>Every table of a summary, in the order of its page.</summary>
    /// <param name="tickers">At least one, of one model and horizon.</param>
    public static IReadOnlyList<ReportTable> Of(IReadOnlyList<TickerScores> tickers)
    {
        var summaries = PanelSummary.Of(tickers);
        return
        [
            .. summaries.Select(one => Baselines(tickers[0].Model, one)),
            Coverage(tickers[0].Model, summaries),
            .. summaries.Select(one => Tickers(one.Span, tickers)),
        ];
    }

    /// <summary>A table as <see cref="JsonExhibits"/> has written it.</summary>
    /// <param name="model">The model of the panel.</param>
    /// <param name="table">The property of the table.</param>
    /// <exception cref="FormatException">It is no table of a panel.</exception>
    internal static ReportTable Read(string model, JsonProperty table)
    {
        var rows = table.Value.EnumerateArray().ToArray();
        var head = Head(model, table.Name,
            [.. rows.SelectMany(row => row.EnumerateObject()).Select(cell => cell.Name).Distinct().Skip(OfTicker.Length)]);
        return head with
        {
            Rows = [.. rows.Select(row => head.Columns.Select(column => Value(row.GetProperty(column.Name))).ToArray())],
        };
    }

    private static Cell Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String => value.GetString()!,
        _ => value.GetDouble(),
    };

    private static ReportTable Head(string model, string name, string[] models) => name.Split('_', 2) switch
    {
        [CoverageName] => Coverage(model),
        [BaselinesKey, var span] => Baselines(model, span.Replace('_', '-')),
        [TickersKey, var span] => Tickers(span.Replace('_', '-'), models),
        _ => throw new FormatException($"there is no table {name} in a panel."),
    };

    /// <summary>The model against each baseline in one span.</summary>
    public static ReportTable Baselines(string model, PanelSummary summary) => Baselines(model, summary.Span) with
    {
        Rows = [.. summary.Baselines.Select(one => new Cell[]
        {
            one.Model, one.Tickers, one.Better, (double)one.Better / one.Tickers, one.Ratio?.Median, one.Ratio?.Smallest,
            one.Ratio?.SmallestTicker ?? NumberText.Missing, one.Ratio?.Largest, one.Ratio?.LargestTicker ?? NumberText.Missing,
            one.SignificantlyBetter, one.SignificantlyWorse,
        })],
    };

    private static ReportTable Baselines(string model, string span) => new()
    {
        Name = Key(BaselinesKey, span),
        Title = $"{model} against each model, {Origins(span)}",
        Note = $"Ratio: the mean QLIKE of {model} divided by that of the other; below 1 is better. Significant: Diebold–Mariano, "
            + $"with at most {PanelSummary.Rate:0 %} false discoveries over the tickers (Benjamini and Hochberg).",
        Columns =
        [
            new("against", "against"),
            new("tickers", "tickers", "#,0"),
            new("better", "better on", "#,0"),
            new("better_share", "share", "0.0 %"),
            new("ratio_median", "median ratio", ".000"),
            new("ratio_best", "best", ".000"),
            new("best_ticker", "on"),
            new("ratio_worst", "worst", ".000"),
            new("worst_ticker", "on"),
            new("significantly_better", "sig. better", "#,0") { Label = "significantly better" },
            new("significantly_worse", "sig. worse", "#,0") { Label = "significantly worse" },
        ],
        Rows = [],
    };

    /// <summary>The coverage of the 80 % interval, a row for each span.</summary>
    public static ReportTable Coverage(string model, IReadOnlyList<PanelSummary> summaries) => Coverage(model) with
    {
        Rows = [.. summaries.Select(one => new Cell[]
        {
            one.Span, one.Tickers, one.Best, one.Coverage?.Smallest, one.Coverage?.SmallestTicker ?? NumberText.Missing,
            one.Coverage?.Median, one.Coverage?.Largest, one.Coverage?.LargestTicker ?? NumberText.Missing,
        })],
    };

    private static ReportTable Coverage(string model) => new()
    {
        Name = CoverageName,
        Title = $"Outcomes inside the 80 % interval of {model}, over the tickers",
        Note = $"Best of all: the tickers on which {model} has the smallest QLIKE of all models.",
        Columns =
        [
            new("span", "years"),
            new("tickers", "tickers", "#,0"),
            new("best", "best of all", "#,0"),
            new("coverage_smallest", "smallest", "0.0 %"),
            new("smallest_ticker", "on"),
            new("coverage_median", "median", "0.0 %"),
            new("coverage_largest", "largest", "0.0 %"),
            new("largest_ticker", "on"),
        ],
        Rows = [],
    };

    /// <summary>Each ticker in one span.</summary>
    public static ReportTable Tickers(string span, IReadOnlyList<TickerScores> tickers)
    {
        var rows = tickers.SelectMany(one => one.Spans.Where(own => own.Span == span), (one, own) => (one.Symbol, Scores: own))
            .OrderBy(row => row.Symbol, StringComparer.Ordinal).ToArray();
        string[] models = [.. rows.SelectMany(row => row.Scores.Baselines).Select(other => other.Model).Distinct()];
        return Tickers(span, models) with
        {
            Rows = [.. rows.Select(row => (Cell[])
            [
                row.Symbol, NumberText.Day(row.Scores.First), row.Scores.Origins, row.Scores.Coverage80, row.Scores.Qlike,
                .. models.Select(model => (Cell)row.Scores.RatioTo(model)),
            ])],
        };
    }

    private static ReportTable Tickers(string span, string[] models) => new()
    {
        Name = Key(TickersKey, span),
        Title = $"Each ticker, {Origins(span)}: QLIKE divided by that of each model",
        Columns = [.. OfTicker, .. models.Select(model => new TableColumn(model, $"/ {model}", ".000"))],
        Rows = [],
    };

    /// <summary>The name of the table of a span with the baselines.</summary>
    internal static string BaselinesName(string span) => Key(BaselinesKey, span);

    /// <summary>The span of a table of tickers or baselines.</summary>
    internal static string SpanOf(ReportTable table) => table.Name.Split('_', 2)[1].Replace('_', '-');

    private static string Key(string name, string span) => $"{name}_{span.Replace('-', '_')}";

    private static string Origins(string span) =>
        span == TickerScores.All ? "all origins" : $"origins of the years {SpansTable.InWords(span)}";
}
