using Volcast.Evaluation.Comparison;
using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>Coverage and width of the intervals.</summary>
internal static class IntervalTables
{
    public static ReportTable? Coverage(ComparedBacktest backtest)
    {
        var benchmark = backtest.Comparison.Models.Single(m => m.Model == backtest.Benchmark).Interval80.MeanWinkler;
        ComparedModel[] models = [.. backtest.Ranked.Where(m => m.Interval80.N > 0)];
        return models.Length == 0 ? null : new()
        {
            Name = "coverage",
            Title = "Prediction intervals, on annualised volatility",
            Note = "The Winkler score is the width plus 2/α times the distance of an outcome outside the interval, so both wide "
                + "and missed intervals score badly. Below and above: the shares of outcomes on either side of the interval.",
            Columns =
            [
                new("model", "model"),
                new("n", "n", "#,0"),
                new("coverage_80", "80 % covers", "0.0 %"),
                new("below_80", "below", "0.0 %"),
                new("above_80", "above", "0.0 %"),
                new("width_80", "mean width", ".0000"),
                new("winkler_80", "Winkler", ".0000"),
                new("winkler_80_ratio", $"/ {backtest.Benchmark}", ".000"),
                new("coverage_95", "95 % covers", "0.0 %"),
                new("winkler_95", "Winkler", ".0000"),
            ],
            Rows = [.. models.Select(m => new Cell[]
            {
                m.Model, m.Interval80.N, m.Interval80.Coverage, m.Interval80.Below, m.Interval80.Above, m.Interval80.MeanWidth,
                m.Interval80.MeanWinkler, m.Interval80.MeanWinkler / benchmark, m.Interval95.Coverage, m.Interval95.MeanWinkler,
            })],
        };
    }

    public static ReportTable? Terciles(ComparedBacktest backtest)
    {
        ComparedModel[] models = [.. backtest.Ranked.Where(m => m.Interval80.N > 0)];
        return models.Length == 0 ? null : new()
        {
            Name = "coverage_terciles",
            Title = "80 % interval by tercile of the model's own forecasts",
            Columns =
            [
                new("model", "model"),
                .. Names.Select(name => new TableColumn($"coverage_{name}", $"{name}: covers", "0.0 %")),
                .. Names.Select(name => new TableColumn($"winkler_{name}", $"{name}: Winkler", ".0000")),
            ],
            Rows = [.. models.Select(m => (Cell[])
            [
                m.Model, .. Names.Select(name => Value(m, name, s => s.Coverage)),
                .. Names.Select(name => Value(m, name, s => s.MeanWinkler)),
            ])],
        };

        static Cell Value(ComparedModel model, string tercile, Func<IntervalScore, double> value) =>
            model.Interval80ByTercile.Where(t => t.Tercile == tercile).Select(t => value(t.Score))
                .DefaultIfEmpty(double.NaN).First();
    }

    private static readonly string[] Names = ["low", "middle", "high"];
}
