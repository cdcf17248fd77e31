using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>QLIKE by calendar year and by tercile of the forecast.</summary>
internal static class GroupTables
{
    public static ReportTable Years(ComparedBacktest backtest)
    {
        var (model, benchmark) = (IndexOf(backtest, backtest.Model.Model), IndexOf(backtest, backtest.Benchmark));
        return new()
        {
            Name = "years",
            Title = $"{backtest.Model.Model} and {backtest.Benchmark} by calendar year of the origin, QLIKE",
            Columns =
            [
                new("year", "year"),
                new("n", "n", "0"),
                new("qlike", backtest.Model.Model, ".0000"),
                new("benchmark_qlike", backtest.Benchmark, ".0000"),
                new("ratio", "ratio", ".000"),
            ],
            Rows = [.. backtest.Comparison.Years.Select(year => new Cell[]
            {
                year.Group, year.N, year.MeanLosses[model], year.MeanLosses[benchmark],
                year.MeanLosses[model] / year.MeanLosses[benchmark],
            })],
        };
    }

    public static ReportTable YearsOfAll(ComparedBacktest backtest) =>
        ByGroup(backtest, "years_all", "All models by calendar year of the origin, QLIKE", backtest.Comparison.Years);

    public static ReportTable Terciles(ComparedBacktest backtest) => ByGroup(
        backtest, "terciles", $"All models by tercile of {backtest.Benchmark}'s forecast, QLIKE", backtest.Comparison.Terciles);

    /// <summary>A row for each model, a column for each group.</summary>
    private static ReportTable ByGroup(
        ComparedBacktest backtest, string name, string title, IReadOnlyList<GroupLosses> groups) => new()
        {
            Name = name,
            Title = title,
            Columns = [new("model", "model"), .. groups.Select(g => new TableColumn(g.Group, g.Group, ".000"))],
            Rows =
            [
                .. backtest.Ranked.Select(m => (Cell[])
                    [m.Model, .. groups.Select(g => (Cell)g.MeanLosses[IndexOf(backtest, m.Model)])]),
                ["origins", .. groups.Select(g => (Cell)$"{g.N:N0}")],
            ],
        };

    private static int IndexOf(ComparedBacktest backtest, string model) =>
        backtest.Comparison.Models.TakeWhile(m => m.Model != model).Count();
}
