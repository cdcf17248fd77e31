using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring;

namespace Volcast.Cli.Output;

/// <summary>The checks of a target: the verdict first, then what was found, the worst first, then every check.</summary>
internal static class MonitorView
{
    public static void Write(Terminal terminal, MonitoringReport report, Lake.DataKind kind)
    {
        terminal.Page.WriteLine($"{terminal.Paint($"{report.Roles.Target}", Tone.Strong)}, session {report.Session:yyyy-MM-dd}: "
            + $"{Verdict(terminal, report)}{DataKindLabel.Suffix(kind)}");
        foreach (var row in report.Checks.Where(IsFinding).OrderByDescending(row => row.Status))
            terminal.Page.WriteLine($"  {Finding(terminal, row)}");
        var table = new FittedTable(
            "Checks", [new("status", ToneOf: ToneOf), new("check"), new("of"), new("sessions", IsNumber: true), new("value", IsNumber: true),
                new("limit", IsNumber: true)]);
        foreach (var row in report.Checks.Where(row => row.Kind != MonitoringKind.Drift || IsFinding(row))
            .OrderByDescending(row => IsFinding(row)).ThenByDescending(row => row.Status))
            table.Row(StatusOf(row), row.Check, row.Subject, row.Horizon == 0 ? "" : $"{row.Horizon}",
                Figure.Of(row.Value, "G4"), Figure.Of(row.Threshold, "G4"));
        table.Write(terminal);
        var drift = report.Checks.Where(row => row.Kind == MonitoringKind.Drift).ToArray();
        if (Count(drift, MonitoringStatus.Ok) is > 0 and var calm)
            terminal.Page.WriteLine($"{Counted.Of(calm, "other check")} of drift found nothing.");
        if (Count(drift, MonitoringStatus.Insufficient) is > 0 and var without)
            terminal.Page.WriteLine(
                $"{Counted.Of(without, "check")} of drift {(without == 1 ? "has" : "have")} not enough data yet.");
    }

    /// <summary>How many checks there were, and what they found. A check with too little data found nothing and is counted
    /// apart.</summary>
    public static string Summary(IReadOnlyList<MonitoringRow> checks)
    {
        var (red, yellow) = (Count(checks, MonitoringStatus.Failed), Count(checks, MonitoringStatus.Warning));
        var without = Count(checks, MonitoringStatus.Insufficient);
        return $"{Counted.Of(checks.Count, "check")}, "
            + (red + yellow > 0 ? $"{red} red, {yellow} yellow" : $"{(without > 0 ? checks.Count - without : "all")} ok")
            + (without > 0 ? $", {without} without enough data" : "");
    }

    private static int Count(IEnumerable<MonitoringRow> checks, MonitoringStatus status) => checks.Count(row => row.Status == status);

    /// <summary>A finding in one line, with its first reason.</summary>
    public static string Finding(Terminal terminal, MonitoringRow row) =>
        $"{terminal.Paint(StatusOf(row), ToneOf(StatusOf(row)))}: {row.Subject} {row.Check}{(row.Horizon > 0 ? $" over {Counted.Of(row.Horizon, "session")}" : "")}"
        + (CheckDetail.Reasons(row) is [var first, ..] ? $": {first}" : "");

    private static string Verdict(Terminal terminal, MonitoringReport report) => report.Worst switch
    {
        MonitoringStatus.Ok when Count(report.Checks, MonitoringStatus.Insufficient) is > 0 and var without =>
            $"{terminal.Paint("no check found anything", Tone.Good)}, {Counted.Of(without, "check")} without enough data",
        MonitoringStatus.Failed => $"{terminal.Paint("red", Tone.Alarm)}, at least one check failed",
        MonitoringStatus.Warning => $"{terminal.Paint("yellow", Tone.Caution)}, at least one check warns",
        _ => terminal.Paint("no check found anything", Tone.Good),
    };

    private static Tone ToneOf(string status) => status switch
    {
        "red" => Tone.Alarm,
        "yellow" => Tone.Caution,
        "ok" => Tone.Good,
        _ => Tone.Quiet,
    };

    private static bool IsFinding(MonitoringRow row) => row.Status is MonitoringStatus.Warning or MonitoringStatus.Failed;

    private static string StatusOf(MonitoringRow row) => row.Status switch
    {
        MonitoringStatus.Failed => "red",
        MonitoringStatus.Warning => "yellow",
        MonitoringStatus.Insufficient => "no data",
        _ => "ok",
    };
}
