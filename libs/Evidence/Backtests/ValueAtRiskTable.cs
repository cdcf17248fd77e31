using System.Globalization;
using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>How often losses exceeded the value-at-risk of the report's model and of the benchmark.</summary>
internal static class ValueAtRiskTable
{
    /// <summary>Null if the walk-forward has none.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        string[] names = [backtest.Model.Model, backtest.Benchmark];
        var rows = names.Distinct().Select(name => backtest.Comparison.Models.Single(m => m.Model == name))
            .SelectMany(m => m.ValueAtRisk.Where(score => score.N > 0).Select(score => Row(m.Model, score))).ToArray();
        return rows.Length == 0 ? null : new()
        {
            Name = "value_at_risk",
            Title = "Value-at-risk and expected shortfall",
            Note = "Hits: the share of origins whose loss exceeded the value-at-risk. Shortfall: the mean of loss over expected"
                + " shortfall at the hits; above 1, the expected shortfall was too small. Kupiec tests the number of hits,"
                + " Christoffersen their independence, and both together. Over several sessions the tests use periods that do"
                + " not overlap; p is the median over the offsets.",
            Columns =
            [
                new("forecast", "forecast"),
                new("sessions", "sessions", "0"),
                new("promised", "nominal", "0 %"),
                new("n", "n", "#,0"),
                new("hits", "hits", "0.0 %"),
                new("shortfall_ratio", "shortfall", ".00"),
                new("kupiec_p", "Kupiec p", TableColumn.PValue),
                new("independence_p", "independence p", TableColumn.PValue),
                new("christoffersen_p", "both p", TableColumn.PValue),
            ],
            Rows = rows,
        };
    }

    /// <summary>The key of a row, and its name in words, such as <c>volcast, 5 sessions, 95 %</c>.</summary>
    public static Cell Named(string model, ValueAtRiskScore score) => Cell.Named(
        NameOf(model, score), $"{model}, {NumberText.Count(score.Sessions, "session")}, {NumberText.Percent(score.Confidence, 0)}");

    /// <summary>Such as <c>volcast.5d.95</c>.</summary>
    public static string NameOf(string model, ValueAtRiskScore score) => string.Create(
        CultureInfo.InvariantCulture, $"{model}.{score.Sessions}d.{score.Confidence * 100:0}");

    private static Cell[] Row(string model, ValueAtRiskScore score) =>
    [
        Named(model, score), score.Sessions, 1 - score.Confidence, score.N, score.HitShare,
        score.ShortfallRatio, Median(score, test => test.UnconditionalCoverage), Median(score, test => test.Independence),
        Median(score, test => test.ConditionalCoverage),
    ];

    private static double Median(ValueAtRiskScore score, Func<ValueAtRiskBacktest, LikelihoodRatio> test)
    {
        var sorted = score.Backtests.Select(b => test(b).PValue).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : Volatility.Quantile.OfSorted(sorted, .5);
    }
}
