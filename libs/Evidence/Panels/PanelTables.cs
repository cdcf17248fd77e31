using Volcast.Evidence.Backtests;
using Volcast.Reports;

namespace Volcast.Evidence.Panels;

/// <summary>The tables of a panel, for text, JSON, Markdown and HTML.</summary>
public static class PanelTables
{
    /// <summary>The model against each baseline in one span.</summary>
    public static ReportTable Baselines(string model, PanelSummary summary) => new()
    {
        Name = Key("baselines", summary.Span),
        Title = $"{model} against each model, {Origins(summary.Span)}",
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
        Rows = [.. summary.Baselines.Select(one => new Cell[]
        {
            one.Model, one.Tickers, one.Better, (double)one.Better / one.Tickers, one.Ratio?.Median, one.Ratio?.Smallest,
            one.Ratio?.SmallestTicker ?? NumberText.Missing, one.Ratio?.Largest, one.Ratio?.LargestTicker ?? NumberText.Missing,
            one.SignificantlyBetter, one.SignificantlyWorse,
        })],
    };

    /// <summary>The coverage of the 80 % interval, a row for each span.</summary>
    public static ReportTable Coverage(string model, IReadOnlyList<PanelSummary> summaries) => new()
    {
        Name = "coverage",
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
        Rows = [.. summaries.Select(one => new Cell[]
        {
            one.Span, one.Tickers, one.Best, one.Coverage?.Smallest, one.Coverage?.SmallestTicker ?? NumberText.Missing,
            one.Coverage?.Median, one.Coverage?.Largest, one.Coverage?.LargestTicker ?? NumberText.Missing,
        })],
    };

    /// <summary>Each ticker in one span.</summary>
    public static ReportTable Tickers(string span, IReadOnlyList<TickerScores> tickers)
    {
        var rows = tickers.SelectMany(one => one.Spans.Where(own => own.Span == span), (one, own) => (one.Symbol, Scores: own))
            .OrderBy(row => row.Symbol, StringComparer.Ordinal).ToArray();
        string[] models = [.. rows.SelectMany(row => row.Scores.Baselines).Select(other => other.Model).Distinct()];
        return new()
        {
            Name = Key("tickers", span),
            Title = $"Each ticker, {Origins(span)}: QLIKE divided by that of each model",
            Columns =
            [
                new("ticker", "ticker"),
                new("first_origin", "first origin"),
                new("origins", "origins", "#,0"),
                new("coverage_80", "inside 80 %", "0.0 %"),
                new("qlike", "QLIKE", ".0000"),
                .. models.Select(model => new TableColumn(model, $"/ {model}", ".000")),
            ],
            Rows = [.. rows.Select(row => (Cell[])
            [
                row.Symbol, NumberText.Day(row.Scores.First), row.Scores.Origins, row.Scores.Coverage80, row.Scores.Qlike,
                .. models.Select(model => (Cell)row.Scores.RatioTo(model)),
            ])],
        };
    }

    private static string Key(string name, string span) => $"{name}_{span.Replace('-', '_')}";

    private static string Origins(string span) => span == TickerScores.All ? "all origins" : $"origins of the years {SpansTable.InWords(span)}";
}
