using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry compare</c></summary>
internal static class CompareCommand
{
    public static Command Create(Shell shell)
    {
        var first = new Argument<string>("a") { Description = "a number, an alias, MODEL/2 or MODEL@champion" };
        var second = new Argument<string>("b") { Description = "another version, in the same form" };
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(
            shell, "compare",
            "Compares two versions: their recipes' scores on common origins, their forecasts, parameters and inputs.",
            [Data, Source, Targets, Horizon], [first, second, json],
            async (context, parsed, stop) =>
            {
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                using var a = await ReadAsync(parsed.GetRequiredValue(first));
                using var b = await ReadAsync(parsed.GetRequiredValue(second));
                var comparison = new VersionComparison(a, b, RecipePair.OfEvidence(a, b),
                    await VersionChange.MeasureAsync(a, b, opened.Lake, new PromotionLimits().RecentSessions, stop));
                if (parsed.GetValue(json))
                    comparison.WriteJson(context.Terminal.Out);
                else
                    comparison.Write(context.Terminal);
                return ExitCode.Done;

                async Task<RegisteredVersion> ReadAsync(string text)
                {
                    var (model, version) = ModelChoice.ParseOne(context, text);
                    return await RegisteredVersion.ReadAsync(
                        opened.Registry, await VersionReference.FindAsync(opened.Registry, model, version, stop), stop);
                }
            });
    }
}
