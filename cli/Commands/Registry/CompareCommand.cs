using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Services.Promotion;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry compare</c></summary>
internal static class CompareCommand
{
    public static Command Create(Shell shell)
    {
        var first = new Argument<string>("a") { Description = "a number, an alias, MODEL/2 or MODEL@champion" };
        var second = new Argument<string>("b") { Description = "the same of another version" };
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(
            shell, "compare",
            "Compares two versions: scores of their recipes on common origins, forecasts, parameters and inputs.",
            [Data, Source, Targets, Horizon], [first, second, json],
            async (context, parsed, stop) =>
            {
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                var job = new PromotionJob(
                    opened.Registry, opened.Lake, context.RolesOf, context.Calendar, context.Clock);
                using var compared = await job.CompareAsync(
                    ModelChoice.ParseOne(context, parsed.GetRequiredValue(first)),
                    ModelChoice.ParseOne(context, parsed.GetRequiredValue(second)), stop);
                var view = new VersionComparisonView(compared);
                if (parsed.GetValue(json))
                    view.WriteJson(context.Terminal);
                else
                    view.Write(context.Terminal);
                return ExitCode.Done;
            });
    }
}
