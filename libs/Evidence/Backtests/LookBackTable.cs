using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The loss from training on the default look-back only.</summary>
internal static class LookBackTable
{
    /// <summary>Null if no rolling window was run, or it has too few origins.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        if (backtest.Backtest.LookBack is not { } rolling)
            return null;
        var rows = rolling.Models.Select(m => Row(backtest, m, rolling.RealizedVariance)).OfType<Cell[]>().ToArray();
        return rows.Length == 0 ? null : new()
        {
            Name = "look_back",
            Title = $"Learning from the newest {backtest.Backtest.LookBackRows:N0} labelled sessions only",
            Note = "QLIKE on the same origins. A ratio above 1 means that the shorter look-back is worse; the test is two-sided.",
            Columns =
            [
                new("model", "model"),
                new("n", "n", "#,0"),
                new("qlike_full", "full history", ".0000"),
                new("qlike_look_back", "look-back", ".0000"),
                .. RatioColumns.Titled("ratio"),
            ],
            Rows = rows,
        };
    }

    private static Cell[]? Row(ComparedBacktest backtest, ModelForecasts shorter, double[] realized)
    {
        if (backtest.Backtest.Result.Models.FirstOrDefault(m => m.Name == shorter.Name) is not { } full)
            return null;
        int[] rows = [.. Enumerable.Range(0, realized.Length).Where(row =>
            double.IsFinite(realized[row] + full.Variance[row] + shorter.Variance[row]))];
        var horizon = backtest.Sample.Horizon;
        if (rows.Length <= backtest.Options.LagFor(horizon))
            return null;
        var (ofFull, ofShorter) = (LossesOf(full), LossesOf(shorter));
        var pair = PairwiseComparison.Of(shorter.Name, ofShorter, ofFull, horizon, backtest.Options);
        return
        [
            shorter.Name, rows.Length, ofFull.Average(), ofShorter.Average(),
            .. RatioColumns.Of(pair.Ratio), pair.DieboldMariano.PValue,
        ];

        double[] LossesOf(ModelForecasts model) =>
            Array.ConvertAll(rows, row => LossFunction.Qlike.Of(realized[row], model.Variance[row]));
    }
}
