using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline.Replay;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Workspace;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast replay</c>: the daily runs of the past, with only what was known.</summary>
internal static class ReplayCommand
{
    public static Command Create(Shell shell)
    {
        var from = Day("--from", "first session that is forecast from, such as 2012-01-03");
        var to = Day("--to", "last session that is forecast from, such as 2021-12-31");
        var output = new Option<string>("--out")
        {
            Description = "folder for the lakes and registries of the replay, one folder in it for each model; a replay that was "
                + "interrupted continues there",
            HelpName = "folder",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "print the report as JSON instead of text" };
        return JobCommand.Create(
            shell, "replay",
            "Lives through the past session by session with only what was known: forecasts, scores, checks, decisions of the policy, "
            + "retrainings and promotions. Changes neither lake nor registry.",
            [Targets, Horizon, Data, Source, Seed, Threads, Policy], [from, to, output, json],
            async (context, parsed, stop) =>
            {
                var (first, last) = ReplaySpan.Of(OriginRange.Day("--from", parsed.GetValue(from))!.Value,
                    OriginRange.Day("--to", parsed.GetValue(to))!.Value, context);
                var policy = context.ReadPolicy();
                var folder = context.PathOf(parsed.GetValue(output)!);
                ReplayFolder.RequireParent(folder, context.DataFolder);
                await using var source = await context.OpenLakeAsync(stop);
                var (failed, reports) = (Stages.NoFailures(context), new List<ReplayReport>());
                foreach (var roles in context.Targets)
                    foreach (var horizon in context.Horizons)
                    {
                        var model = ModelName.For(roles.Target.Value, horizon);
                        var request = new ReplayRequest(roles, horizon, first, last, policy)
                        {
                            Seed = context.Request.Seed,
                            Threads = context.Threads,
                        };
                        if (await failed.TryAsync(
                            model, "replay", () => RunAsync(context, source, request, Path.Combine(folder, model), stop))
                            is not { } report)
                            continue;
                        reports.Add(report);
                        if (!parsed.GetValue(json))
                            ReplayView.Write(context.Terminal, report);
                    }
                if (parsed.GetValue(json))
                    ReplayView.WriteJson(context.Terminal, reports);
                return Stages.Finish(context, failed);
            });
    }

    private static async Task<ReplayReport> RunAsync(
        CommandContext context, DataLake source, ReplayRequest request, string folder, CancellationToken stop)
    {
        // Before a folder is made, so that a replay that cannot begin leaves none.
        var history = await ReplayRun.HistoryAsync(source, context.Calendar, request, stop);
        ReplayFolder.Require(folder, request);
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            DataLocations.LakeIn(folder), source.Kind, cancellationToken: stop);
        return await new ReplayRun(source, lake, new LocalModelRegistry(DataLocations.RegistryIn(folder)), context.Calendar)
            .RunAsync(request, history, context.Terminal, stop);
    }

    private static Option<string> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "date",
        Required = true,
    };
}
