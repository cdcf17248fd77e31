using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Services.Monitoring;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast monitor</c>: scores, then every check.</summary>
internal static class MonitorCommand
{
    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print a JSON array instead of text" };
        var folder = MonitoringFolder.Flag();
        return JobCommand.Create(
            shell, "monitor",
            "Stores outcomes and scores, checks loss, calibration, drift, data and systems, and prints the verdicts. It changes no "
            + "model and sends nothing.",
            [Targets, Horizon, Data, Source, CheckedAge], [json, folder.Option],
            async (context, parsed, stop) =>
            {
                var written = MonitoringFolder.Of(folder, parsed, context);
                await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
                var failed = Stages.NoFailures(context);
                using var pipeline = context.OpenPipeline(lake);
                await foreach (var _ in pipeline.OutcomesAsync(context.Targets, failed, stop))
                {
                    // The scores are in the table; this command prints the checks.
                }
                var job = new MonitoringJob(lake, pipeline.Registry, context.Calendar, context.Clock, context.FreeBytes);
                var reports = new List<MonitoringReport>();
                foreach (var roles in context.Targets)
                    if (await failed.TryAsync(roles.Target.Value, "monitor",
                        () => job.RunAsync(new(roles, context.Horizons, context.MaximumAge), stop)) is { } report)
                        reports.Add(report);
                if (written is not null)
                    await written.WriteAsync(reports, lake, failed, stop);
                if (parsed.GetValue(json))
                    MonitorJson.Write(context.Terminal, reports, lake.Kind);
                else
                    foreach (var report in reports)
                        MonitorView.Write(context.Terminal, report, lake.Kind);
                return Stages.Finish(context, failed);
            });
    }
}
