using Volcast.Evaluation.Evidence;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Report;

/// <summary>What the report's model looks at, over all origins.</summary>
internal static class ReasonTables
{
    public static ReportTable? Importance(ComparedBacktest backtest)
    {
        if (backtest.Backtest.Reasons is not { } reasons)
            return null;
        return new()
        {
            Name = "importance",
            Title = $"Importance of the inputs of {reasons.Model}",
            Note = $"Mean |contribution| (exact Shapley values) over {reasons.Months.Sum(m => m.Origins):N0} origins, on"
                + $" {Scale(reasons)}.",
            Columns =
            [
                new("feature", "input"),
                new("family", "family"),
                new("mean_absolute", "mean |contribution|", Format(reasons), HasBar: true),
            ],
            Rows = [.. reasons.Features.Zip(reasons.Importance)
                .OrderByDescending(f => f.Second).ThenBy(f => f.First, StringComparer.Ordinal)
                .Select(f => new Cell[] { f.First, FeatureFamily.Of(f.First), f.Second })],
        };
    }

    public static ReportTable? Families(ComparedBacktest backtest)
    {
        if (backtest.Backtest.Reasons is not { } reasons)
            return null;
        return new()
        {
            Name = "families",
            Title = "The same by family",
            Note = "The sum of its inputs' mean |contributions|, and the smallest and largest monthly mean contribution of the"
                + " family as a whole.",
            Columns =
            [
                new("family", "family"),
                new("mean_absolute", "mean |contribution|", Format(reasons), HasBar: true),
                new("lowest_month", "lowest month", Format(reasons)),
                new("highest_month", "highest month", Format(reasons)),
            ],
            Rows = [.. reasons.Families.Select(family => new Cell[]
            {
                family,
                reasons.Features.Zip(reasons.Importance).Where(f => FeatureFamily.Of(f.First) == family).Sum(f => f.Second),
                reasons.FamilyMeans(family).Min(), reasons.FamilyMeans(family).Max(),
            }).OrderByDescending(row => row[1].Number)],
        };
    }

    /// <summary>The scale of the reasons in words.</summary>
    public static string Scale(MonthlyReasons reasons) => reasons.Scale switch
    {
        ContributionScale.LogVariance => "log variance",
        ContributionScale.Variance => "annualised variance",
        _ => "annualised volatility",
    };

    private static string Format(MonthlyReasons reasons) => reasons.Scale == ContributionScale.LogVariance ? ".000" : ".00000";
}
