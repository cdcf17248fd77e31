using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>The tables of Why.</summary>
internal static class WhyTables
{
    /// <summary>Every contribution.</summary>
    public static ReportTable Reasons(WhyModel model) => new()
    {
        Name = "reasons",
        Title = model.Choice.IsLogVariance ? "Contributions in log variance" : "Contributions in points of volatility",
        Columns =
        [
            new("input", model.Choice.IsByFamily ? "family" : "input"),
            .. model.Choice.IsByFamily ? Array.Empty<TableColumn>() : [new("family", "family"), new("feature", "column")],
            new(model.Choice.IsLogVariance ? "log_variance_contribution" : "volatility_points_contribution", "contribution",
                model.Choice.IsLogVariance ? "+0.000;-0.000;0.000" : "+0.00;-0.00;0.00"),
        ],
        Rows =
        [
            .. model.Reasons.Select(reason => model.Choice.IsByFamily
                ? new Cell[] { reason.Text, reason.Contribution }
                : [reason.Text, reason.Family, reason.Feature!, reason.Contribution]),
        ],
    };

    /// <summary>Every change since the earlier forecast.</summary>
    public static ReportTable Changes(WhyModel model) => new()
    {
        Name = "changes",
        Title = $"Changes since {NumberText.Day(model.Change!.SinceOrigin)}, points of volatility",
        Columns =
        [
            new("input", model.Choice.IsByFamily ? "family" : "input"), new("family", "family"), new("feature", "column"),
            new("volatility_points_change", "change", "+0.00;-0.00;0.00"),
        ],
        Rows =
        [
            .. model.Changes.Select(change => (Cell[])
                [change.Text, change.Family, change.Feature ?? NumberText.Missing, change.Contribution]),
        ],
    };

    /// <summary>How far each input moves the forecast on average.</summary>
    public static ReportTable Importance(WhyModel model) => new()
    {
        Name = "importance",
        Title = "Mean absolute contribution of each input, points of volatility",
        Columns =
        [
            new("input", "input"), new("feature", "column"), new("family", "family"), new("mean_absolute_contribution", "points", "0.00", HasBar: true),
        ],
        Rows =
        [
            .. model.Attribution!.FeatureImportance.Select(one => (Cell[])
            [
                one.Label, one.Feature, FamilyOf(model, one.Feature), one.MeanAbsoluteVolatilityPointsContribution,
            ]),
        ],
    };

    /// <summary>The family of an input of the explained forecast; a dash if another version made that one and has not read the
    /// input.</summary>
    private static string FamilyOf(WhyModel model, string feature) => model.Explanation.Contributions
        .Where(one => one.Feature == feature).Select(one => one.Family).FirstOrDefault(NumberText.Missing);
}
