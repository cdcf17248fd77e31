using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using static Volcast.Cli.VolcastSettings;
using Symbol = Volcast.Market.Symbol;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast reproduce</c></summary>
internal static class ReproduceCommand
{
    public static Command Create(Shell shell)
    {
        var symbol = new Argument<string>("symbol") { Description = "the target, such as SPY" };
        var origin = new Argument<string>("origin") { Description = "the forecast origin, YYYY-MM-DD" };
        return JobCommand.Create(
            shell, "reproduce",
            "Recomputes a stored forecast from the bars and the registered model, and compares every number.",
            [Data, Source], [symbol, origin],
            async (context, parsed, stop) =>
            {
                if (!Symbol.TryParse(parsed.GetRequiredValue(symbol), out var target))
                    throw new SettingException($"'{parsed.GetRequiredValue(symbol)}' is not a ticker such as SPY or ^VIX.");
                var day = OriginRange.Day("ORIGIN", parsed.GetRequiredValue(origin))!.Value;
                await using var lake = await context.OpenLakeAsync(stop);
                var job = new ForecastJob(lake, context.OpenRegistry(lake.Kind), context.Calendar, context.Clock);
                var roles = context.RolesOf(target);
                var reproductions = await job.ReproduceAsync(roles, day, stop);
                await using var then = new AsOfLake(lake, context.Calendar, context.Sources, day);
                var again = reproductions.Any(one => one.Differences.Count > 0)
                    ? await FromDownloadsOfThenAsync(job, then, roles, stop)
                    : null;
                var code = ExitCode.Done;
                for (var one = 0; one < reproductions.Count; one++)
                    if (!Write(context.Terminal, target, reproductions[one], again?.Select(all => all[one]), then))
                        code = ExitCode.NeedsAttention;
                return code;
            });
    }

    /// <summary>The same forecasts from the bars that ingest made from the downloads of then, or why that is not
    /// possible.</summary>
    private static async Task<ValueOrReason<Reproduction[]>> FromDownloadsOfThenAsync(
        ForecastJob job, AsOfLake then, AssetRoles roles, CancellationToken stop)
    {
        try
        {
            await then.CurateAsync(roles, stop);
            return (await job.ReproduceAsync(roles, then.Session, then.View, stop)).ToArray();
        }
        catch (Exception impossible) when (impossible is LakeException or IngestException or InsufficientDataException)
        {
            return new Reason(impossible.Message);
        }
    }

    /// <summary>Prints one reproduction; returns whether it equals the stored forecast.</summary>
    /// <param name="terminal">The output.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="present">From the bars of now.</param>
    /// <param name="again">From the downloads of then; null if the bars of now give every forecast.</param>
    /// <param name="then">The downloads of then.</param>
    private static bool Write(
        Terminal terminal, Symbol target, Reproduction present, ValueOrReason<Reproduction>? again, AsOfLake then)
    {
        var row = present.Stored;
        var what = $"{target} {row.Horizon}d from {row.ForecastOrigin:yyyy-MM-dd}, {row.Model}/{row.ModelVersion}, "
            + row.Kind.ToString().ToLowerInvariant();
        var reproduced = $"{what}: reproduced bit for bit, volatility {row.Volatility:P2}";
        if (present.Differences.Count == 0)
        {
            terminal.Page.WriteLine(reproduced);
            return true;
        }
        if (again?.Value is { Differences.Count: 0 })
        {
            terminal.Page.WriteLine($"{reproduced}, from the downloads before {then.Before:yyyy-MM-dd HH:mm} UTC");
            terminal.Note($"The bars of now give a volatility of {present.Rebuilt.Volatility:P2}"
                + (present.Restated.Count > 0 ? ", because bars have been restated since:" : "."));
            foreach (var sentence in present.Restated)
                terminal.Note(sentence);
            return true;
        }
        terminal.Page.WriteLine($"{what}: DIFFERS\n  {string.Join("\n  ", present.Differences)}");
        foreach (var line in Reasons(present))
            terminal.Note(line);
        if (again?.Reason is { } impossible)
            terminal.Note(impossible);
        return false;
    }

    /// <summary>Why the numbers differ, and what to do.</summary>
    private static IEnumerable<string> Reasons(Reproduction reproduction)
    {
        if (!reproduction.HasOtherInputs)
            return
            [
                "The inputs are those of the stored forecast. So another release of Volcast computed it, or another model of the same "
                + "name and number: check that the registry is the one of this lake.",
            ];
        return reproduction.Restated.Count > 0
            ?
            [
                "The inputs are not those of the stored forecast, because bars have been restated since:",
                .. reproduction.Restated,
                "The stored forecast stays the published one. If the earlier bars were right, ingest them again.",
            ]
            :
            [
                "The inputs are not those of the stored forecast, and no later download explains it: a finding was accepted since "
                + "(`volcast data list --all`), the lake was filled anew, another release computed the features, or another model of the "
                + "same name and number made it: check that the registry is the one of this lake.",
                "The stored forecast stays the published one.",
            ];
    }
}
