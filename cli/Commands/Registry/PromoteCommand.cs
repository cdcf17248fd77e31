using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Services.Promotion;
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
        var force = new Option<bool>("--force") { Description = "promote even if the version fails the gate; needs --reason" };
        var reason = ReasonOption();
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(
            shell, "promote",
            "Promotes a version to champion if it passes its gate. The verdict is stored with its reasons.",
            [Data, Source, Targets, Horizon, ShadowSessions, Policy, Seed, Threads, Actor], [version, force, reason, json],
            async (context, parsed, stop) =>
            {
                var because = parsed.GetValue(reason)?.Trim();
                if (parsed.GetValue(force) != because is { Length: > 0 })
                    throw new SettingException("--force and --reason TEXT must be given together.");
                var (models, reference) = ModelChoice.Parse(context, parsed.GetValue(version)!);
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                using var folds = context.OpenFolds();
                var job = new PromotionJob(
                    opened.Registry, opened.Lake, context.RolesOf, context.Calendar, context.Clock,
                    RecipeWalks.On(opened.Lake, context.Calendar, context.Clock, folds));
                var asked = context.Request with { Limits = context.GateLimits };
                var failed = Stages.NoFailures(context);
                var reports = new List<PromotionReport>();
                foreach (var model in models)
                    if (await failed.TryAsync(model, "promotion", () => job.PromoteAsync(
                        asked.Promotion(model, reference) with { ForcedBecause = because }, context.Terminal,
                        stop)) is { } report)
                        reports.Add(report);
                if (failed.All.Count == 0)
                    folds.Remove();
                PromotionView.Write(context, reports, parsed.GetValue(json));
                var isRefused = reports.Exists(report => report.Decision == PromotionDecision.Refused);
                return Stages.Finish(context, failed) is var code && isRefused ? ExitCode.Failed : code;
            });
    }

    public static Option<string?> ReasonOption() => new("--reason")
    {
        Description = "the reason, in one sentence; it is stored with the version",
        HelpName = "text",
    };
}
