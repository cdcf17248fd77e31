using Volcast.Forecasting;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The contributions of the inputs to the forecasts of the report's model, over all origins.</summary>
internal static class ReasonTables
{
    public static ReportTable? Importance(ComparedBacktest backtest) =>
        backtest.Backtest.Reasons is { } reasons ? Importance(reasons) : null;

    public static ReportTable Importance(MonthlyReasons reasons)
    {
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
            Rows = [.. reasons.Features.Zip(reasons.FamilyOf, reasons.Importance)
                .OrderByDescending(f => f.Third).ThenBy(f => f.First, StringComparer.Ordinal)
                .Select(f => new Cell[] { f.First, f.Second, f.Third })],
        };
    }

    public static ReportTable? Families(ComparedBacktest backtest) =>
        backtest.Backtest.Reasons is { } reasons ? Families(reasons) : null;

    public static ReportTable Families(MonthlyReasons reasons)
    {
        return new()
        {
            Name = "families",
            Title = "The same by family",
            Note = "A family's contribution is the sum of its inputs' contributions, in which opposite signs cancel. Beside it"
                + " are the smallest and the largest monthly mean.",
            Columns =
            [
                new("family", "family"),
                new("mean_absolute", "mean |contribution|", Format(reasons), HasBar: true),
                new("lowest_month", "lowest month", Format(reasons)),
                new("highest_month", "highest month", Format(reasons)),
            ],
            Rows = [.. reasons.Families.Zip(reasons.FamilyImportance, (family, mean) => new Cell[]
            {
                family, mean, reasons.FamilyMeans(family).Min(), reasons.FamilyMeans(family).Max(),
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
