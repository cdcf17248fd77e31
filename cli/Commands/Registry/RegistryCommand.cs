using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Hosting;
using Volcast.Registry;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry</c>: the versions of the models, which one is in charge, and why.</summary>
internal static class RegistryCommand
{
    public static Command Create(Shell shell) =>
        new("registry", "The registered versions: what they are, how they compare, which one is in charge, and why.")
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

    /// <summary>The flag <c>--json</c> of each verb that shows something.</summary>
    public static Option<bool> JsonFlag() =>
        new("--json") { Description = "print JSON for programs instead of a page for a person" };

    private static Command List(Shell shell)
    {
        var json = JsonFlag();
        return JobCommand.Create(
            shell, "list", "Every version: aliases, stage, recipe, market, training cut, QLIKE against HAR."
                + " All models, unless --target or --horizon is given.",
            [Data, Source, Targets, Horizon], [json],
            async (context, parsed, stop) =>
            {
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                var registry = opened.Registry;
                var asked = context.Settings.IsGiven(Targets) || context.Settings.IsGiven(Horizon) ? ModelChoice.Of(context) : null;
                var rows = new List<VersionRow>();
                foreach (var model in await registry.ListModelsAsync(stop))
                {
                    if (asked?.Contains(model) == false)
                        continue;
                    await ModelChoice.RepairAsync(context, registry, model, stop);
                    foreach (var version in await registry.ListVersionsAsync(model, stop))
                        rows.Add(new(version, await registry.FindRunAsync(version.RunId, stop)));
                }
                if (parsed.GetValue(json))
                    VersionList.WriteJson(context.Terminal.Out, rows);
                else
                    VersionList.Write(context, opened.Address, rows, asked);
                return ExitCode.Done;
            });
    }

    private static Command Rebase(Shell shell) => JobCommand.Create(
        shell, "rebase", "Makes the addresses inside a local registry that was moved or copied name the place where it is now.",
        [Data, Source],
        async (context, stop) =>
        {
            await using var opened = await ModelChoice.OpenAsync(context, stop);
            var local = opened.Registry as LocalModelRegistry
                ?? throw new SettingException("registry rebase is for a local registry: a server knows where its files are.");
            if (!Directory.Exists(local.Root))
                throw new SettingException($"There is no registry in {local.Root}.");
            var changed = await local.RebaseAsync(stop);
            context.Terminal.Out.WriteLine(changed == 0
                ? $"Every address in {local.Root} is right: nothing to do."
                : $"{changed} files of {local.Root} name their new place now.");
            return ExitCode.Done;
        });
}
