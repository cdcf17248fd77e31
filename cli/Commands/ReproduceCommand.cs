using System.CommandLine;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Services.Forecasts;
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
                var roles = AssetRoles.For(target, ImpliedVolatilityIndex.Parse(context.Settings.Text(ImpliedVolatility)));
                var code = ExitCode.Done;
                foreach (var reproduction in await job.ReproduceAsync(roles, day, stop))
                {
                    var row = reproduction.Stored;
                    var what = $"{target} {row.Horizon}d from {row.ForecastOrigin:yyyy-MM-dd}, "
                        + $"{row.Model}/{row.ModelVersion}, {row.Kind.ToString().ToLowerInvariant()}";
                    context.Terminal.Page.WriteLine(reproduction.Differences.Count == 0
                        ? $"{what}: reproduced bit for bit, volatility {row.Volatility:P2}"
                        : $"{what}: DIFFERS\n  {string.Join("\n  ", reproduction.Differences)}");
                    if (reproduction.Differences.Count == 0)
                        continue;
                    code = ExitCode.NeedsAttention;
                    foreach (var line in Reasons(reproduction))
                        context.Terminal.Note(line);
                }
                return code;
            });
    }

    /// <summary>Why the numbers differ, and what to do.</summary>
    private static IEnumerable<string> Reasons(Reproduction reproduction)
    {
        if (!reproduction.HasOtherInputs)
            return
            [
                "The inputs are those of the stored forecast, so another release of Volcast computed it. Reproduce it with that "
                + "release.",
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
                + "(`volcast data list --all`), the lake was filled anew, or another release computed the features.",
                "The stored forecast stays the published one.",
            ];
    }
}
