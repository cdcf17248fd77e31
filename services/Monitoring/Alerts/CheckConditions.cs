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
        var text = $"{place}: {Sentence(rule, StoredName.Of(kind), rows.Count, found)}";
        return new(rule, facts.Target, horizon, found.Length > 0, text, found.Length)
        {
            Members = [.. found.Select(row => ($"{row.Subject} {row.Check}", row.Status))],
        };
    }

    private static string Sentence(AlertRule rule, string kind, int checks, MonitoringRow[] found)
    {
        var colours = rule.Status == MonitoringStatus.Failed ? "red" : "red or yellow";
        if (found.Length == 0)
            return checks == 1
                ? $"the check of {kind} is not {colours}."
                : FormattableString.Invariant($"none of {checks} checks of {kind} is {colours}.");
        var are = found.Length == 1 ? $"is {Colour(found[0])}" : $"are {colours}";
        return (checks == 1 ? $"the check of {kind} {are}: "
                : FormattableString.Invariant($"{found.Length} of {checks} checks of {kind} {are}: "))
            + string.Join("; ", found.Take(Shown).Select(row => Finding(row, found.Any(other => other.Status != row.Status))))
            + (found.Length > Shown ? FormattableString.Invariant($"; and {found.Length - Shown} more.") : ".");
    }

    private static string Finding(MonitoringRow row, bool withColour) =>
        $"{row.Subject} {row.Check}{(row.Model.Length > 0 ? $" of {row.Model} {row.ModelVersion}" : "")}"
        + (withColour ? $" {Colour(row)}" : "")
        + (!double.IsFinite(row.Value) ? ""
            : double.IsFinite(row.Threshold) ? $" ({Figure(row.Value)}, {Side(row)}limit {Figure(row.Threshold)})"
            : $" ({Figure(row.Value)})");

    /// <summary>On which side of the limit a red check is. A yellow one has not passed it.</summary>
    private static string Side(MonitoringRow row) => row.Status != MonitoringStatus.Failed ? ""
        : row.Value > row.Threshold ? "above the " : row.Value < row.Threshold ? "below the " : "at the ";

    private static string Colour(MonitoringRow row) => row.Status == MonitoringStatus.Failed ? "red" : "yellow";

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
