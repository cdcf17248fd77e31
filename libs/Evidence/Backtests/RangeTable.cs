using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The same forecasts scored on the less noisy range-based variance of the same days.</summary>
internal static class RangeTable
{
    /// <summary>Null if the data have no ranges, or too few.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var (result, sample) = (backtest.Backtest.Result, backtest.Sample);
        if (result.RealizedRangeVariance is not { } range)
            return null;
        int[] rows = [.. Enumerable.Range(0, sample.Rows.Length).Where(row => double.IsFinite(range[sample.Rows[row]]))];
        if (rows.Length <= backtest.Options.LagFor(sample.Horizon))
            return null;
        var realized = Array.ConvertAll(rows, row => range[sample.Rows[row]]);
        var losses = new LossTable(sample.Models, [.. sample.Forecasts.Select(forecast =>
            realized.Zip(Array.ConvertAll(rows, row => forecast[row]), LossFunction.Qlike.Of).ToArray())]);
        var ratios = LossRatio.Against(losses, backtest.Benchmark, backtest.Options.Bootstrap.For(sample.Horizon),
            backtest.Options.Confidence);
        var against = losses.Column(backtest.Benchmark);
        var lag = backtest.Options.LagFor(sample.Horizon);
        return new()
        {
            Name = "range",
            Title = $"The same forecasts against the range-based variance of the same days, {rows.Length:N0} origins",
            Note = "Computed from open, high, low and close of each day and the overnight return, this measure has less noise."
                + " Its level differs somewhat from that of squared returns, for which the forecasts were made: compare the"
                + " order of the models, not the level."
                + (ratios[0].Interval.Reason is { } gap ? $" There is no interval of ratios: {gap}" : ""),
            Columns =
            [
                new("model", "model"),
                new("qlike", "QLIKE", ".0000"),
                .. RatioColumns.Titled($"/ {backtest.Benchmark}"),
            ],
            Rows = [.. losses.Models.Select((model, i) => (Cell[])
            [
                model, losses.Means[i], .. RatioColumns.Of(ratios[i]),
                model == backtest.Benchmark ? double.NaN
                    : DieboldMariano.Test(against, losses.Columns[i], sample.Horizon, lag).PValue,
            ]).OrderBy(row => row[1].Number)],
        };
    }
}
