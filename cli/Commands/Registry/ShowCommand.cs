using System.CommandLine;
using Volcast.Cli.Output.Registry;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Versions;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry show</c></summary>
internal static class ShowCommand
{
    public static Command Create(Shell shell)
    {
        var model = new Argument<string?>("model")
        {
            Description = "the model's name [default: that of the target and the horizon], or only a version, such as 2 or "
                + "champion",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var version = new Argument<string?>("version")
        {
            Description = "a number or an alias [default: the champion, else the challenger, else the newest]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(
            shell, "show",
            "Shows one version: scores, verdicts, inputs, files with digests, and the model's champions over time.",
            [Data, Source, Targets, Horizon], [model, version, json],
            async (context, parsed, stop) =>
            {
                await using var opened = await ModelChoice.OpenAsync(context, stop);
                var registry = opened.Registry;
                var (name, reference) = Asked(context, parsed.GetValue(model), parsed.GetValue(version));
                await ModelChoice.RepairAsync(context, registry, name, stop);
                var found = await VersionReference.FindAsync(
                    registry, name, reference ?? await ModelChoice.DefaultVersionAsync(registry, name, stop), stop);
                using var whole = await RegisteredVersion.ReadAsync(registry, found, stop);
                var page = new VersionPage(whole,
                    whole.Run is null ? ArtifactFolder.Empty : await registry.ReadArtifactsAsync(found.RunId, stop),
                    await registry.ReadChampionHistoryAsync(name, context.Clock.GetUtcNow(), stop),
                    await VerdictsAsync(registry, found, stop));
                if (parsed.GetValue(json))
                    page.WriteJson(context.Terminal.Data);
                else
                    page.Write(context.Terminal);
                return whole.Model.Reason is null ? ExitCode.Done : ExitCode.NeedsAttention;
            });
    }

    private static (string Model, string? Version) Asked(CommandContext context, string? model, string? version) =>
        (model, version) switch
        {
            (null, _) => (ModelChoice.ParseOne(context, RegistryTags.Champion).Model, null),
            (_, null) when model.IndexOfAny(['@', '/']) >= 0 || PlainNumber.TryParse(model, out long _)
                || model is RegistryTags.Champion or RegistryTags.Challenger => ModelChoice.ParseOne(context, model),
            _ => (model, version),
        };

    /// <summary>Oldest first, without those that another tool has deleted.</summary>
    private static async Task<IReadOnlyList<ArtifactFolder>> VerdictsAsync(
        IModelRegistry registry, ModelVersion version, CancellationToken stop)
    {
        var verdicts = new List<ArtifactFolder>();
        foreach (var id in version.Tags.GetValueOrDefault(RegistryTags.VerdictRuns, "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (await registry.FindRunAsync(id, stop) is { } context)
                verdicts.Add(await registry.ReadArtifactsAsync(context.Id, stop));
        return verdicts;
    }
}
