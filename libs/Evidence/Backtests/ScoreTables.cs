using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The scores of all models, and the comparison of the report's model with each other model.</summary>
internal static class ScoreTables
{
    private const int MostOffsets = 5;

    public static ReportTable Leaderboard(ComparedBacktest backtest) => new()
    {
        Name = "leaderboard",
        Title = $"{backtest.Sample.Rows.Length:N0} common origins, by QLIKE",
        Note = $"Ratio: QLIKE over that of {backtest.Benchmark}, with its {backtest.Options.Confidence:0 %} block-bootstrap"
            + $" interval. DM: Diebold–Mariano against {backtest.Benchmark}, two-sided. MCS: p-value in the model confidence set"
            + backtest.Comparison.ConfidenceSet.Match(
                set => $"; the {backtest.Options.Confidence:0 %} set holds {string.Join(", ", set)}.", _ => ".")
            + $" Skill: the share of the avoidable loss that is avoided; 0 for {backtest.Benchmark}, 1 at the noise floor of"
            + $" {backtest.Comparison.NoiseFloor:.0000}."
            + string.Concat(backtest.Comparison.Gaps.Select(gap => $" {gap}")),
        Columns =
        [
            new("model", "model"),
            new("qlike", "QLIKE", ".0000"),
            .. RatioColumns.Titled($"/ {backtest.Benchmark}"),
            new("mcs_p", "MCS p", TableColumn.PValue) { Label = "p, among the best" },
            new("in_confidence_set", "in the set") { Label = "in confidence set" },
            new("skill", "skill", ".000"),
            new("r2_volatility", "R² (vol)", ".000") { Label = "R², volatility" },
        ],
        Rows = [.. backtest.Ranked.Select(m => (Cell[])
        [
            m.Model, m.MeanLosses["qlike"], .. RatioColumns.Of(m.Ratio),
            m.DieboldMariano?.PValue, m.ConfidenceSetPValue,
            backtest.Comparison.ConfidenceSet.Match(set => set.Contains(m.Model) ? "yes" : "no", _ => "–"), m.Skill,
            Volatility.Losses.RSquaredOnVolatility(backtest.Sample.RealizedVariance, backtest.Sample.Forecast(m.Model)),
        ])],
    };

    public static ReportTable Losses(ComparedBacktest backtest) => new()
    {
        Name = "losses",
        Title = "Mean losses",
        Note = "QLIKE and the squared error of variance rank forecasts correctly although the outcome is noisy (Patton 2011). The"
            + " other two do not, and are shown for comparison only.",
        Columns =
        [
            new("model", "model"),
            new("qlike", "QLIKE", ".0000"),
            new("mse_variance", "MSE, variance", ".00000"),
            new("mse_log_variance", "MSE, ln variance", ".000"),
            new("mse_volatility", "MSE, volatility", ".00000"),
        ],
        Rows = [.. backtest.Ranked.Select(m => new Cell[]
        {
            m.Model, m.MeanLosses["qlike"], m.MeanLosses["mse_variance"], m.MeanLosses["mse_log_variance"],
            m.MeanLosses["mse_volatility"],
        })],
    };

    public static ReportTable? HeadToHead(ComparedBacktest backtest)
    {
        var others = backtest.Ranked.Where(m => m.Model != backtest.Model.Model).ToArray();
        if (others.Length == 0)
            return null;
        var offsets = backtest.Sample.Horizon == 1 ? 0 : Math.Min(backtest.Sample.Horizon, MostOffsets);
        return new()
        {
            Name = "head_to_head",
            Title = $"{backtest.Model.Model} against each of the others, by QLIKE",
            Note = $"A ratio below 1 and a positive DM statistic mean that {backtest.Model.Model} is better."
                + OffsetsNote(backtest.Sample.Horizon),
            Columns =
            [
                new("against", "against"),
                new("ratio", "ratio", ".000"),
                new("ratio_lower", "from", ".000"),
                new("ratio_upper", "to", ".000"),
                new("dm_statistic", "DM", "0.00") { Label = "Diebold–Mariano" },
                new("dm_p", "p", TableColumn.PValue) { Label = "p, equal losses" },
                .. Enumerable.Range(1, offsets).Select(i =>
                    new TableColumn($"offset_{i}_p", i == 1 ? "offset 1 p" : $"{i}", TableColumn.PValue)
                    {
                        Label = i == 1 ? "p without overlap, from origin 1" : $"from origin {i}",
                    }),
            ],
            Rows = [.. others.Select(m => Row(backtest.Against(m.Model), m.Model))],
        };

        Cell[] Row(PairwiseComparison pair, string other) =>
        [
            other, .. RatioColumns.Of(pair.Ratio), pair.DieboldMariano.Statistic,
            pair.DieboldMariano.PValue, .. pair.NonOverlapping.Take(offsets).Select(test => (Cell)test.PValue),
        ];
    }

    private static string OffsetsNote(int horizon) => horizon == 1
        ? ""
        : $" The offsets repeat the test on targets that do not overlap: every {horizon}th origin, from each of the first"
            + (horizon > MostOffsets ? $" {MostOffsets}" : $" {horizon}")
            + ". These tests need no long-run variance, and they should agree.";
}
