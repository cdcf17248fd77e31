using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Evaluation.Promotion;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Services.Training.Promotion;
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
            async (run, parsed, stop) =>
            {
                var because = parsed.GetValue(reason)?.Trim();
                if (parsed.GetValue(force) != because is { Length: > 0 })
                    throw new SettingException("--force and --reason TEXT belong together: who overrules a gate says why.");
                var (models, reference) = ModelChoice.Parse(run, parsed.GetValue(version)!);
                await using var opened = await ModelChoice.OpenAsync(run, stop);
                using var folds = run.OpenFolds();
                var job = new PromotionJob(opened.Registry, opened.Lake, run.Calendar, run.Clock, folds);
                var reports = new List<PromotionReport>();
                foreach (var model in models)
                    reports.Add(await job.PromoteAsync(Request(run, model, reference) with { ForcedBecause = because },
                        run.Terminal, stop));
                folds.Remove();
                PromotionView.Write(run, reports, parsed.GetValue(json));
                return reports.Exists(report => report.Outcome == PromotionOutcome.Refused) ? ExitCode.Failed : ExitCode.Done;
            });
    }

    public static PromotionRequest Request(Run run, string model, string version) => new(model, version)
    {
        Limits = new PromotionLimits { ShadowSessions = run.Settings.Number(ShadowSessions) },
        Seed = run.Settings.Number(Seed),
        Threads = run.Threads,
    };

    public static Option<string?> ReasonOption() => new("--reason")
    {
        Description = "why, in a sentence; kept with the version",
        HelpName = "text",
    };
}
