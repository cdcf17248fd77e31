using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry promote</c></summary>
internal static class PromoteCommand
{
    public static Command Create(Shell shell)
    {
        var version = new Argument<string>("version")
        {
            Description = "a number, an alias, MODEL/2 or MODEL@challenger",
            DefaultValueFactory = _ => RegistryTags.Challenger,
        };
        var force = new Option<bool>("--force") { Description = "promote even if the gate refuses; needs --reason" };
        var reason = ReasonOption();
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(
            shell, "promote",
            "Puts a version in charge if it passes its gate: the alias champion. The verdict is kept with its reasons.",
            [Data, Source, Targets, Horizon, ShadowSessions, Seed, Threads], [version, force, reason, json],
            async (context, parsed, stop) =>
            {
                var because = parsed.GetValue(reason)?.Trim();
                if (parsed.GetValue(force) != because is { Length: > 0 })
                    throw new SettingException("--force and --reason TEXT belong together: who overrules a gate says why.");
                var (models, reference) = ModelChoice.Parse(context, parsed.GetValue(version)!);
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                using var folds = context.OpenFolds();
                var job = new PromotionJob(opened.Registry, opened.Lake, context.Calendar, context.Clock,
                    RecipeWalks.On(opened.Lake, context.Calendar, folds));
                var reports = new List<PromotionReport>();
                foreach (var model in models)
                    reports.Add(await job.PromoteAsync(Request(context, model, reference) with { ForcedBecause = because },
                        context.Terminal, stop));
                folds.Remove();
                PromotionView.Write(context, reports, parsed.GetValue(json));
                return reports.Exists(report => report.Decision == PromotionDecision.Refused) ? ExitCode.Failed : ExitCode.Done;
            });
    }

    public static PromotionRequest Request(CommandContext context, string model, string version) => new(model, version)
    {
        Limits = new PromotionLimits { MinimumShadowSessions = context.Settings.Number(ShadowSessions) },
        Seed = context.Settings.Number(Seed),
        Threads = context.Threads,
    };

    public static Option<string?> ReasonOption() => new("--reason")
    {
        Description = "why, in a sentence; kept with the version",
        HelpName = "text",
    };
}
