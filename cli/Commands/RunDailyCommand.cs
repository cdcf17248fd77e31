using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Services.Monitoring;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast run-daily</c>: everything that is to be done after a session, for a scheduler.</summary>
internal static class RunDailyCommand
{
    public static readonly Setting[] Settings =
        [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads, MaximumAge, Alerts, Policy];

    public static Command Create(Shell shell)
    {
        var dry = new Option<bool>("--dry-run")
        {
            Description = "print the steps and what they would write; change nothing",
        };
        var json = new Option<bool>("--json") { Description = "print the report as JSON instead of text" };
        return JobCommand.Create(
            shell, "run-daily",
            "Runs ingest, features, forecast, outcomes, monitor, policy and alerts. It exits with 0 if it did its work, whatever it "
            + "found, and with another code if a step failed.",
            Settings, [dry, json],
            async (context, parsed, stop) =>
            {
                if (parsed.GetValue(dry))
                {
                    if (parsed.GetValue(json))
                        throw new SettingException("--dry-run prints a plan as text: leave out --json or --dry-run.");
                    context.ReadAlerts();
                    DailyView.WritePlan(context.Terminal, context.DailyRequest, context.LakeFolder);
                    return ExitCode.Done;
                }
                var report = await RunAsync(context, stop);
                if (report is null)
                    return ExitCode.Done;
                if (parsed.GetValue(json))
                    MonitorJson.Write(context.Terminal, report);
                else
                    DailyView.Write(context.Terminal, report);
                return report.Failed.Count > 0 ? ExitCode.Failed : ExitCode.Done;
            });
    }

    /// <summary>Runs the day once.</summary>
    /// <returns>Null if another run is at work, which does the same.</returns>
    public static async Task<DailyReport?> RunAsync(CommandContext context, CancellationToken stop)
    {
        // Read first, so that a fault in a file is known before anything is done.
        var request = context.DailyRequest;
        var (alerts, _) = context.ReadAlerts();
        using var alone = context.TryLockDailyRun();
        if (alone is null)
        {
            context.Terminal.Note("Another daily run is at work on this lake, so this one does nothing.");
            return null;
        }
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        using var channels = context.OpenChannels(alerts);
        using var folds = context.OpenFolds();
        using var pipeline = context.OpenPipeline(lake, folds);
        var registry = pipeline.Registry;
        var run = new DailyRun(
            lake, pipeline, registry, new PolicyExecution(lake, registry, context.Calendar, context.Clock, folds),
            new MonitoringJob(lake, registry, context.Calendar, context.Clock, context.FreeBytes), alerts.Alerts, channels,
            context.Calendar, context.Clock);
        var report = await run.RunAsync(request, step => DailyView.Announce(context.Terminal, step), context.Terminal, stop);
        // A training that failed or was interrupted resumes in the next run.
        if (report.Failed.Count == 0)
            folds.Remove();
        return report;
    }
}
