using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>Every table of a backtest report, by name. A new table needs its function and a line here;
/// <c>docs/evidence/tables.md</c> describes each.</summary>
public static class BacktestTables
{
    private static readonly (string Name, Func<ComparedBacktest, ReportTable?> Make)[] Entries =
    [
        ("leaderboard", ScoreTables.Leaderboard),
        ("losses", ScoreTables.Losses),
        ("head_to_head", ScoreTables.HeadToHead),
        ("mincer_zarnowitz", CalibrationTables.MincerZarnowitz),
        ("deciles", CalibrationTables.Deciles),
        ("coverage", IntervalTables.Coverage),
        ("coverage_terciles", IntervalTables.Terciles),
        ("density", DensityTables.Scores),
        ("pit", DensityTables.Pit),
        ("value_at_risk", ValueAtRiskTable.Of),
        ("value_at_risk_hits", ValueAtRiskHitsTable.Of),
        ("traffic_light", TrafficLightTable.Of),
        ("years", GroupTables.Years),
        ("years_all", GroupTables.YearsOfAll),
        ("terciles", GroupTables.Terciles),
        ("spans", SpansTable.Of),
        ("range", RangeTable.Of),
        ("economic_value", EconomicTable.Of),
        ("importance", ReasonTables.Importance),
        ("families", ReasonTables.Families),
        ("look_back", LookBackTable.Of),
        ("simulated", SimulatedTable.Of),
        ("extraordinary", ExtraordinaryTable.Of),
        ("sat_out", SkippedOriginsTable.Of),
        ("kept_parameters", ReusedParametersTable.Of),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(e => e.Name)];

    /// <summary>Computes a table; null if the backtest does not have what the table needs.</summary>
    /// <exception cref="ArgumentException">There is no such table; the message lists the tables there are.</exception>
    public static ReportTable? Make(string name, ComparedBacktest backtest)
    {
        var entry = Array.Find(Entries, e => e.Name == name);
        return entry.Make is null
            ? throw new ArgumentException($"There is no table '{name}', only {string.Join(", ", Names)}.", nameof(name))
            : entry.Make(backtest);
    }
}
