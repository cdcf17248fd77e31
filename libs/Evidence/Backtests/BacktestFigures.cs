using Volcast.Evaluation.Comparison;
using Volcast.Reports;
using Volcast.Reports.Charts;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>The three figures that a report begins with.</summary>
internal static class BacktestFigures
{
    public static IEnumerable<KeyFigure> Of(ComparedBacktest backtest)
    {
        var (model, sample) = (backtest.Model, backtest.Sample);
        yield return Loss(backtest);
        yield return new(
            NumberText.Percent(model.Interval80.Coverage), "of the outcomes are inside the 80\u00a0% interval",
            double.IsFinite(model.Interval95.Coverage)
                ? $"{NumberText.Percent(model.Interval95.Coverage)} are inside the 95\u00a0% interval" : "the model has no 95 % interval");
        yield return new(
            NumberText.Percent(Explained(model.Model)), "of the variation of realised volatility is explained (R²)",
            model.Model == backtest.Benchmark ? NumberText.Count(sample.Rows.Length, "origin")
                : $"{backtest.Benchmark} explains {NumberText.Percent(Explained(backtest.Benchmark))}");

        double Explained(string name) => Losses.RSquaredOnVolatility(sample.RealizedVariance, sample.Forecast(name));
    }

    private static KeyFigure Loss(ComparedBacktest backtest) =>
        backtest.Model.Model == backtest.Benchmark || double.IsNaN(backtest.Model.Ratio.Ratio)
            ? new(NumberText.Of(backtest.Model.MeanLosses[LossFunction.Qlike.Name], ".000"), "mean loss (QLIKE)", "smaller is better")
            : new(
                NumberText.Of(backtest.Model.Ratio.Ratio, ".000"), $"of the loss (QLIKE) of {backtest.Benchmark}",
                (backtest.Model.Ratio.Interval.Value is { } interval
                    ? $"{backtest.Options.Confidence:0 %} interval {interval.Lower:.000} to {interval.Upper:.000}; " : "")
                + "below 1 is better");
}
