using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Checks;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast run-daily</c>: everything that is to be done after a session, for a scheduler.</summary>
internal static class RunDailyCommand
{
    public static readonly Setting[] Settings =
        [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads, CheckedAge, Alerts, Policy];

    public static Command Create(Shell shell)
    {
        var dry = new Option<bool>("--dry-run")
        {
            Description = "print what each step would do now, and what it would write; change nothing",
        };
        var json = new Option<bool>("--json") { Description = "print the report as JSON instead of text" };
        var skip = new Option<string?>("--skip")
        {
            Description = "steps that another program or a later run does: ingest, policy (with alerts and heartbeat), or both with "
                + "a comma between them",
            HelpName = "steps",
        };
        var folder = MonitoringFolder.Flag();
        return JobCommand.Create(
            shell, "run-daily",
            "Runs ingest, features, forecast, outcomes, monitor, policy and alerts. It exits with 0 if it did its work, whatever it "
            + "found, and with another code if a step failed.",
            Settings, [dry, json, skip, folder.Option],
            async (context, parsed, stop) =>
            {
                var request = context.DailyRequest with
                {
                    Skipped = Skipped(parsed.GetValue(skip)),
                    Report = MonitoringFolder.Of(folder, parsed, context)?.Daily,
                };
                if (parsed.GetValue(dry))
                {
                    if (parsed.GetValue(json))
                        throw new SettingException("--dry-run prints a plan as text: leave out --json or --dry-run.");
                    await PlanAsync(context, request, stop);
                    return ExitCode.Done;
                }
                context.RequireRegistry();
                var report = await RunAsync(context, request, stop);
                if (report is null)
                    return ExitCode.Done;
                if (parsed.GetValue(json))
                    MonitorJson.Write(context.Terminal, report);
                else
                    DailyView.Write(context.Terminal, report, context.LakeFolder);
                return report.Failed.Count > 0 ? ExitCode.Failed : ExitCode.Done;
            });
    }

    private static IReadOnlySet<DailyStep> Skipped(string? names) => names is null ? new HashSet<DailyStep>()
        : SkippedSteps.Parse(names) ?? throw new SettingException(
            $"'{names}' given by the flag --skip: expected one of {SkippedSteps.Names}, or both with a comma between them.");

    private static async Task PlanAsync(CommandContext context, DailyRequest request, CancellationToken stop)
    {
        var (alerts, _) = context.ReadAlerts();
        context.WarnOfUnwatchedTargets(alerts);
        var session = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        await using var lake = await context.TryOpenLakeAsync(stop);
        if (lake is not null)
            await RequireClockAsync(lake, request, context, stop);
        DailyView.WritePlan(context.Terminal, request, session, context.LakeFolder,
            await new DailyPlan(lake, context.Calendar, session).OfAsync(request, alerts, stop));
    }

    /// <summary>Runs the day once. A run that could not begin reports that, and sends the alert about it.</summary>
    /// <returns>Null if another run is at work, which does the same.</returns>
    public static async Task<DailyReport?> RunAsync(CommandContext context, DailyRequest request, CancellationToken stop)
    {
        // Read first, so that a fault in a file is known before anything is done.
        var (alerts, _) = context.ReadAlerts();
        context.WarnOfUnwatchedTargets(alerts);
        using var channels = context.OpenChannels(alerts);
        var hasBegun = false;
        try
        {
            await using var alone = await context.TryLockDailyRunAsync(stop);
            if (alone is null)
            {
                context.Terminal.Note("Another daily run is at work on this lake, so this one does nothing.");
                return null;
            }
            await using var lake = await context.OpenLakeForWritingAsync(stop);
            await RequireClockAsync(lake, request, context, stop);
            using var folds = context.OpenFolds();
            using var pipeline = context.OpenPipeline(lake, folds);
            var registry = pipeline.Registry;
            var run = new DailyRun(
                lake, pipeline, registry, new PolicyExecution(lake, registry, context.Calendar, context.Clock, folds),
                new MonitoringJob(lake, registry, context.Calendar, context.Clock, context.FreeBytes), alerts.Alerts, channels,
                context.Calendar, context.Clock, context.FreeBytes);
            hasBegun = true;
            var report = await run.RunAsync(request, step => DailyView.Announce(context.Terminal, step), context.Terminal, stop);
            // A training that failed or was interrupted resumes in the next run.
            if (report.Failed.Count == 0)
                folds.Remove();
            return report;
        }
        catch (Exception error) when (!hasBegun && ExplainedErrors.Include(error))
        {
            return await NotBegunAsync(context, request, alerts, channels, error, stop);
        }
    }

    /// <summary>Refuses a clock before the data. Otherwise ingest would store bars before the later steps refuse
    /// it.</summary>
    private static async Task RequireClockAsync(
        DataLake lake, DailyRequest request, CommandContext context, CancellationToken stop)
    {
        foreach (var symbol in request.Pipeline.Ingest.Symbols)
            if (await NewestAsync(lake, symbol, stop) is { } newest)
                UnsettledBarException.ThrowIfUnsettled(symbol, newest, context.Calendar, context.Clock.GetUtcNow());
    }

    private static async Task<DateOnly?> NewestAsync(DataLake lake, Market.Symbol symbol, CancellationToken stop)
    {
        try
        {
            return (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop))?.Last;
        }
        catch (LakeException)
        {
            // The steps report a damaged table, symbol by symbol.
            return null;
        }
    }

    private static async Task<DailyReport> NotBegunAsync(
        CommandContext context, DailyRequest request, AlertSettings alerts, AlertChannels channels, Exception error,
        CancellationToken stop)
    {
        var reason = error is IOException or UnauthorizedAccessException
            ? $"{FullStop.After(error.Message)} Give this user the right to write to {context.DataFolder} and make sure that "
                + "its disk is neither full nor read-only, or give another folder with --data."
            : error.Message;
        var failed = new List<(DailyStep, FailedTarget)> { (DailyStep.Start, new("", "start", reason)) };
        if (DiskSpace.Shortage(context.FreeBytes()) is { } shortage)
            failed.Add((DailyStep.Start, new("", "disk", shortage)));
        var report = new DailyReport(
            context.Calendar.NewestSettled(context.Clock.GetUtcNow()), context.SourceKind);
        var sent = await AlertsJob.ReportWithoutLakeAsync(
            alerts.Alerts, channels, report.Kind, report.Session, [.. failed.Select(one => one.Item2.Sentence)], stop);
        return report with
        {
            Alerts = sent,
            Skipped =
            [
                .. Enum.GetValues<DailyStep>().Where(step => step is not (DailyStep.Start or DailyStep.Alerts)
                        && (step != DailyStep.Report || request.Report is not null))
                    .Select(step => (step, SkippedSteps.NotBegun)),
            ],
            Failed = [.. failed, .. sent.Failures.Select(failure => (DailyStep.Alerts, new FailedTarget("", "alerts", failure)))],
        };
    }
}
