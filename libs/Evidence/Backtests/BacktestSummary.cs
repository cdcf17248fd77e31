using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>The result of a report in a few sentences, made from its numbers.</summary>
internal static class BacktestSummary
{
    public static string Of(ComparedBacktest backtest)
    {
        var (model, sample) = (backtest.Model, backtest.Sample);
        var best = backtest.Ranked.First().Model;
        var explained = Losses.RSquaredOnVolatility(sample.RealizedVariance, sample.Forecast(model.Model));
        string?[] sentences =
        [
            $"Over {sample.Rows.Length:N0} common origins from {sample.Origins[0]:yyyy-MM-dd} to {sample.Origins[^1]:yyyy-MM-dd}"
            + $" {model.Model} has a mean QLIKE of {model.MeanLosses["qlike"]:.0000}{Against(backtest)}.",
            best == model.Model ? null : $"The smallest QLIKE is {best}'s.",
            $"The {backtest.Options.Confidence:0 %} model confidence set holds "
            + $"{string.Join(", ", backtest.Comparison.ConfidenceSet)}.",
            $"{model.Model} explains {explained:0.0 %} of the variation of realised volatility (R²)"
            + (double.IsFinite(model.Interval80.Coverage)
                ? $", and its 80 % interval covers {model.Interval80.Coverage:0.0 %}." : "."),
            Years(backtest),
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string Against(ComparedBacktest backtest) =>
        backtest.Model is not { DieboldMariano: { } test, Ratio: var ratio } ? ""
        : $", {ratio.Ratio:.000} of {backtest.Benchmark}'s ({backtest.Options.Confidence:0 %} interval {ratio.Lower:.000} to "
            + $"{ratio.Upper:.000}; Diebold–Mariano p {((Cell)test.PValue).Show(TableColumn.PValue)})";

    private static string? Years(ComparedBacktest backtest)
    {
        if (backtest.Model.Model == backtest.Benchmark)
            return null;
        var years = GroupTables.Years(backtest).Rows;
        var worse = years.Where(year => year[^1].Number > 1)
            .Select(year => $"{year[0].Text} by {year[^1].Number - 1:0.0 %}").ToList();
        return $"Its QLIKE was above {backtest.Benchmark}'s in {worse.Count} of {years.Count} calendar years"
            + (worse.Count == 0 ? "." : $" ({string.Join(", ", worse)}).");
    }
}
