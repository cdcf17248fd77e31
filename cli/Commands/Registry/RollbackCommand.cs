using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Services.Promotion;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry rollback</c></summary>
internal static class RollbackCommand
{
    private const string NoReason = "no reason was given";

    public static Command Create(Shell shell)
    {
        var reason = PromoteCommand.ReasonOption();
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(
            shell, "rollback", "Makes the previous champion the champion again, immediately and without a gate.",
            [Data, Source, Targets, Horizon, Actor], [reason, json],
            async (context, parsed, stop) =>
            {
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                var job = new PromotionJob(
                    opened.Registry, opened.Lake, context.RolesOf, context.Calendar, context.Clock);
                var because = parsed.GetValue(reason)?.Trim() is { Length: > 0 } given ? given : NoReason;
                var failed = Stages.NoFailures(context);
                var reports = new List<PromotionReport>();
                foreach (var model in ModelChoice.Of(context))
                    if (await failed.TryAsync(
                        model, "rollback", () => job.RollBackAsync(model, because, context.Actor, stop)) is { } report)
                        reports.Add(report);
                PromotionView.Write(context, reports, parsed.GetValue(json));
                return Stages.Finish(context, failed);
            });
    }
}
