using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Workspace;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast demo --year</c>: a year of daily runs on the simulated market with a break in its law.</summary>
internal static class DemoYear
{
    /// <summary>The first session of the year. The dates are fixed, so that the story is the same on every day.</summary>
    private static readonly DateOnly First = new(2024, 1, 2);

    /// <summary>The session of the break unless <c>VOLCAST_SIMULATED_BREAK</c> names another one.</summary>
    private static readonly DateOnly UsualBreak = new(2024, 4, 1);

    public static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        var sessions = context.Calendar.Sessions(First, context.Calendar.Add(First, SimulatedYear.Length - 1)).ToArray();
        var market = context.Simulation is { Break: not null } given ? given : context.Simulation with { Break = UsualBreak };
        var lawBreak = market.Break!.Value;
        if (lawBreak <= sessions[0] || lawBreak > sessions[^1] || !context.Calendar.IsSession(lawBreak))
            throw context.Settings[VolcastSettings.SimulatedBreak].Refused(
                $"the year needs a session after {sessions[0]:yyyy-MM-dd} and not after {sessions[^1]:yyyy-MM-dd}");
        if (context.Targets.Count != 1 || context.Horizons.Count != 1)
            throw new SettingException("demo --year runs one target over one horizon: give one --target and one --horizon.");
        if (context.IsInBucket)
            throw context.Settings[VolcastSettings.Data].Refused("demo --year writes to a folder of this machine");
        // A year that was run before would be in the future of its first day.
        var folder = Path.Combine(context.DataFolder, "year");
        var (lakeFolder, registryFolder, foldsFolder) =
            (DataLocations.LakeIn(folder), DataLocations.RegistryIn(folder), Path.Combine(folder, "folds"));
        foreach (var part in ((string[])[lakeFolder, registryFolder, foldsFolder]).Where(Directory.Exists))
            Directory.Delete(part, recursive: true);

        await using var lake = await DataLake.OpenLocalForWritingAsync(
            lakeFolder, DataKind.Simulated, cancellationToken: stop);
        var registry = context.OpenRegistry(RegistryAddress.Parse(registryFolder, folder));
        using var disposable = registry as IDisposable;
        using var channels = context.OpenChannels(AlertSettings.Default);
        using var folds = new FoldStore(foldsFolder);
        var story = new YearStory(context.Targets[0].Target, context.Horizons[0], lawBreak);
        YearView.Begin(context.Terminal, sessions[0], sessions[^1], lawBreak);
        var isWhole = true;
        await foreach (var report in new SimulatedYear(
            lake, registry, AlertSettings.Default, channels, context.Calendar, folds)
            .RunAsync(Request(context), market, sessions, context.Terminal, stop))
        {
            foreach (var one in story.Add(report))
                YearView.Write(context.Terminal, one);
            isWhole &= report.Failed.Count == 0;
        }
        YearView.End(context.Terminal, await story.LossesAsync(lake, stop), folder);
        return isWhole ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Five years of history unless another number is set: the more old rows there are, the more new ones a refit needs to
    /// learn the new law.</summary>
    private static DailyRequest Request(CommandContext context)
    {
        var request = context.DailyRequest with { Policy = SimulatedYear.Policy };
        return context.Settings.IsGiven(VolcastSettings.Lookback) ? request : request with
        {
            Pipeline = request.Pipeline with
            {
                Ingest = request.Pipeline.Ingest with { Lookback = SimulatedYear.Lookback },
            },
        };
    }
}
