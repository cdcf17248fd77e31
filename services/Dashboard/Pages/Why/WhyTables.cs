using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>The table of Why.</summary>
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
}
