namespace Volcast.Cli.Pipeline;

/// <summary>The steps that <c>run-daily --skip</c> leaves out, because another program or a later run does them.</summary>
internal static class SkippedSteps
{
    /// <summary>The names that may be given.</summary>
    public const string Names = "ingest, policy";

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
