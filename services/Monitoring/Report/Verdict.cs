using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Report;

/// <summary>The result of all checks of a target in a sentence, and what to do.</summary>
/// <param name="Status">The worst status of any check.</param>
/// <param name="Sentence">Begins with Red, Yellow or Green.</param>
/// <param name="Actions">Sentences, the most urgent first; empty if nothing has to be done.</param>
public sealed record Verdict(MonitoringStatus Status, string Sentence, IReadOnlyList<string> Actions)
{
    private const int MostActions = 5;

    /// <summary>The colour of a status as a person reads it.</summary>
    public static string ColourOf(MonitoringStatus status) => status switch
    {
        MonitoringStatus.Failed => "Red",
        MonitoringStatus.Warning => "Yellow",
        MonitoringStatus.Insufficient => "No data",
        _ => "Green",
    };

    public static Verdict Of(MonitoringReport run)
    {
        var findings = Findings(run.Checks);
        if (findings.Count == 0)
        {
            var unknown = run.Checks.Count(row => row.Status == MonitoringStatus.Insufficient);
            return new(MonitoringStatus.Ok, "Green: no check found anything, and nothing has to be done."
                + (unknown == 0 ? "" : $" {unknown} of {run.Checks.Count} checks have too little data for a conclusion."), []);
        }
        string[] actions = [.. findings.Select(row => CheckAdvice.Action(row, run.Checks)).Distinct().Take(MostActions)];
        var others = findings.Count - 1;
        return new(run.Worst, $"{ColourOf(run.Worst)}: {CheckAdvice.Finding(findings[0])}. {actions[0]}"
            + (others == 0 ? "" : $" {Counted.Of(others, "other check")} {(others == 1 ? "has" : "have")} findings."), actions);
    }

    /// <summary>Failures, then warnings, each in the order in which a person should look at them.</summary>
    public static IReadOnlyList<MonitoringRow> Findings(IEnumerable<MonitoringRow> checks) =>
    [
        .. checks.Where(row => row.Status is MonitoringStatus.Warning or MonitoringStatus.Failed)
            .OrderByDescending(row => row.Status).ThenBy(CheckAdvice.RankOf),
    ];
}
