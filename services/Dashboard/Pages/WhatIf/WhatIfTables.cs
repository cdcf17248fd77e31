using Volcast.ApiContract.Scenarios;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.WhatIf;

/// <summary>The tables of What if.</summary>
internal static class WhatIfTables
{
    /// <summary>Every contribution to the forecast after the session.</summary>
    public static ReportTable Contributions(ScenarioDocument scenario) => new()
    {
        Name = "contributions",
        Title = "Contributions to the forecast after this session, points of volatility",
        Columns =
        [
            new("input", "input"), new("family", "family"), new("feature", "column"),
            new("volatility_points_contribution", "contribution", "+0.00;-0.00;0.00"),
        ],
        Rows =
        [
            .. scenario.Explanation.Contributions.OrderByDescending(one => Math.Abs(one.VolatilityPointsContribution))
                .Select(one => (Cell[])[one.Description, one.Family, one.Feature, one.VolatilityPointsContribution]),
        ],
    };

    /// <summary>How the other symbols move with the target.</summary>
    public static ReportTable Companions(NewsImpactDocument impact) => new()
    {
        Name = "companions",
        Title = impact.Companions == "hold" ? "The other symbols keep their prices"
            : $"How the other symbols move if {impact.Symbol} moves by 1 %",
        Columns =
        [
            new("symbol", "symbol"), new("per_fall", "on a fall of 1 %", "+0.00 %;-0.00 %;0.00 %"),
            new("per_rise", "on a rise of 1 %", "+0.00 %;-0.00 %;0.00 %"), new("sessions", "estimated from sessions", "N0"),
        ],
        Rows =
        [
            .. impact.CompanionMoves.Select(one => (Cell[])[one.Symbol, -one.PerFall / 100, one.PerRise / 100, one.Sessions]),
        ],
    };
}
