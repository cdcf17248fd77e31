namespace Volcast.Cli.Pipeline;

/// <summary>The steps that <c>run-daily --skip</c> leaves out, because another program or a later run does them.</summary>
internal static class SkippedSteps
{
    /// <summary>The names that may be given.</summary>
    public const string Names = "ingest, policy";

    /// <summary>Why the other steps are left out by a run that could not begin.</summary>
    public const string NotBegun = "The run could not begin.";

    /// <summary>Why the heartbeat is left out after a failure.</summary>
    public const string NoHeartbeat = "A step failed, and a heartbeat says that none did.";

    /// <summary>Why <c>--skip</c> leaves a step out.</summary>
    public static string ReasonOf(DailyStep step) => step is DailyStep.Alerts or DailyStep.Heartbeat
        ? "--skip left the policy to a later run, and this step belongs to the run that finishes the day."
        : "--skip left it to another program or a later run.";

    /// <summary>The steps of names with commas between them. Without <c>policy</c> a run has not finished the day, so the alerts and
    /// the heartbeat are left to the run that has; otherwise alerts about decisions would clear and be raised again.</summary>
    /// <returns>Null if a name is not known.</returns>
    public static IReadOnlySet<DailyStep>? Parse(string names)
    {
        var steps = new HashSet<DailyStep>();
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries))
            switch (name.ToLowerInvariant())
            {
                case "ingest":
                    steps.Add(DailyStep.Ingest);
                    break;
                case "policy":
                    steps.UnionWith([DailyStep.Policy, DailyStep.Alerts, DailyStep.Heartbeat]);
                    break;
                default:
                    return null;
            }
        return steps;
    }
}
