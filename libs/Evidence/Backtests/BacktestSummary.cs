using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>The result of a report in a few sentences, made from its numbers.</summary>
internal static class BacktestSummary
{
    public static string Of(ComparedBacktest backtest) => string.Join(' ', Sentences(backtest, int.MaxValue));

    /// <summary>The sentences one by one.</summary>
    /// <param name="backtest">The backtest.</param>
    /// <param name="mostNames">The most models that a sentence lists; of more it states the number.</param>
    public static IEnumerable<string> Sentences(ComparedBacktest backtest, int mostNames)
    {
        var (model, sample) = (backtest.Model, backtest.Sample);
        var best = backtest.Ranked.First().Model;
        var explained = Losses.RSquaredOnVolatility(sample.RealizedVariance, sample.Forecast(model.Model));
        string?[] sentences =
        [
            $"Over {sample.Rows.Length:N0} common origins from {sample.Origins[0]:yyyy-MM-dd} to {sample.Origins[^1]:yyyy-MM-dd}"
            + $" {model.Model} has a mean QLIKE of {model.MeanLosses["qlike"]:.0000}{Against(backtest)}.",
            best == model.Model ? null : $"The smallest QLIKE is {best}'s.",
            backtest.Comparison.ConfidenceSet.Value is { } set
                ? $"The {backtest.Options.Confidence:0 %} model confidence set holds "
                    + (set.Count <= mostNames ? string.Join(", ", set) : $"{set.Count} of {backtest.Comparison.Models.Count} models")
                    + "." : null,
            .. backtest.Comparison.Gaps,
            Explained(model.Model, explained) + (double.IsFinite(model.Interval80.Coverage)
                ? $", and its 80 % interval covers {model.Interval80.Coverage:0.0 %}." : "."),
            Years(backtest),
        ];
        return sentences.OfType<string>();
    }

    private static string Explained(string model, double share) => double.IsNaN(share)
        ? $"The realised volatility does not vary, so there is nothing for {model} to explain"
        : $"{model} explains {share:0.0 %} of the variation of realised volatility (R²)";

    private static string Against(ComparedBacktest backtest) =>
        backtest.Model is not { DieboldMariano: { } test, Ratio: var ratio } ? ""
        : double.IsNaN(ratio.Ratio) ? ""
        : $", {ratio.Ratio:.000} of {backtest.Benchmark}'s ("
            + (ratio.Interval.Value is { } interval
                ? $"{backtest.Options.Confidence:0 %} interval {interval.Lower:.000} to {interval.Upper:.000}; " : "")
            + $"Diebold–Mariano p {((Cell)test.PValue).Show(TableColumn.PValue)})";

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
