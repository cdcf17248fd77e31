using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry</c>: the registered versions of the models.</summary>
internal static class RegistryCommand
{
    public static Command Create(Shell shell) =>
        new("registry", "Lists, compares, promotes and copies the registered versions of the models.")
        {
            List(shell),
            ShowCommand.Create(shell),
            CompareCommand.Create(shell),
            PromoteCommand.Create(shell),
            RollbackCommand.Create(shell),
            TransferCommand.Push(shell),
            TransferCommand.Pull(shell),
            Rebase(shell),
        };

    /// <summary>The flag <c>--json</c> of each subcommand that prints results.</summary>
    public static Option<bool> JsonFlag() =>
        new("--json") { Description = "print JSON instead of text" };

    private static Command List(Shell shell)
    {
        var json = JsonFlag();
        return JobCommand.Create(
            shell, "list", "Lists every version: aliases, stage, recipe, data kind, last training session, QLIKE relative to HAR."
                + " Lists all models unless --target or --horizon is given.",
            [Data, Source, Targets, Horizon], [json],
            async (context, parsed, stop) =>
            {
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                var registry = opened.Registry;
                var asked = context.Settings.IsGiven(Targets) || context.Settings.IsGiven(Horizon)
                    ? ModelChoice.Of(context)
                    : null;
                var versions = asked is [var model]
                    ? await registry.ListVersionsAsync(model, stop)
                    : [.. (await registry.ListAllVersionsAsync(stop)).Where(version => asked?.Contains(version.Model) != false)];
                var runs = await registry.FindRunsAsync([.. versions.Select(version => version.RunId)], stop);
                VersionRow[] rows =
                [
                    .. versions.GroupBy(version => version.Model)
                        .SelectMany(versionsOfModel => ModelChoice.Repaired(context, [.. versionsOfModel]))
                        .Select(version => new VersionRow(version, runs.GetValueOrDefault(version.RunId))),
                ];
                if (parsed.GetValue(json))
                    VersionList.WriteJson(context.Terminal, rows);
                else
                    VersionList.Write(context, opened.Address, rows, asked, await HasBarsAsync(context, opened.Lake, stop));
                return ExitCode.Done;
            });
    }

    private static async Task<bool> HasBarsAsync(CommandContext context, DataLake? lake, CancellationToken stop)
    {
        foreach (var roles in context.Targets)
            if (lake is null || await lake.SnapshotAsync(CuratedMarketTable.Schema, roles.Target, stop) is null)
                return false;
        return true;
    }

    private static Command Rebase(Shell shell) => JobCommand.Create(
        shell, "rebase", "Updates the absolute addresses inside a local registry that was moved or copied.",
        [Data, Source],
        async (context, stop) =>
        {
            await using var opened = await ModelChoice.OpenAsync(context, stop);
            var local = opened.Registry as LocalModelRegistry
                ?? throw new SettingException("registry rebase needs a local registry: MLFLOW_TRACKING_URI names a server.");
            if (!Directory.Exists(local.Root))
                throw new SettingException($"There is no registry in {local.Root}.");
            var changed = await local.RebaseAsync(stop);
            context.Terminal.Page.WriteLine(changed == 0
                ? $"Every address in {local.Root} is correct: nothing to do."
                : $"Updated the addresses in {Counted.Of(changed, "file")} of {local.Root}.");
            return ExitCode.Done;
        });
}
