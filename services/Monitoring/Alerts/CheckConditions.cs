using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>The conditions on the checks of a run, one finding for each horizon.</summary>
internal static class CheckConditions
{
    private const int Shown = 5;

    public static IEnumerable<AlertFinding> Of(AlertRule rule, TargetFacts facts, MonitoringKind kind) => facts.Checks
        .Where(row => row.Kind == kind && row.Status != MonitoringStatus.Insufficient && rule.Watches(row.Horizon))
        .GroupBy(row => row.Horizon).OrderBy(rows => rows.Key)
        .Select(rows => Of(rule, facts, kind, rows.Key, [.. rows]));

    private static AlertFinding Of(
        AlertRule rule, TargetFacts facts, MonitoringKind kind, int horizon, IReadOnlyList<MonitoringRow> rows)
    {
        var found = rows.Where(row => row.Status >= rule.Status).OrderByDescending(row => row.Status).ToArray();
        var place = horizon == 0 ? $"{facts.Target}" : $"{facts.Target}, {Counted.Of(horizon, "session")}";
        var name = StoredName.Of(kind);
        var text = found.Length == 0
            ? FormattableString.Invariant($"{place}: none of {rows.Count} checks of {name} reports anything.")
            : FormattableString.Invariant($"{place}: {found.Length} of {rows.Count} checks of {name} ")
                + $"{(found.Length == 1 ? "reports" : "report")} something: "
                + string.Join("; ", found.Take(Shown).Select(Finding))
                + (found.Length > Shown ? FormattableString.Invariant($"; and {found.Length - Shown} more.") : ".");
        return new(rule, facts.Target, horizon, found.Length > 0, text, found.Length);
    }

    private static string Finding(MonitoringRow row) =>
        $"{row.Subject} {row.Check}{(row.Model.Length > 0 ? $" of {row.Model} {row.ModelVersion}" : "")}"
        + $" {StoredName.Of(row.Status)}"
        + (double.IsFinite(row.Value) ? $" at {Figure(row.Value)}" : "")
        + (double.IsFinite(row.Threshold) ? $" (limit {Figure(row.Threshold)})" : "");

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
