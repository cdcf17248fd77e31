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
                var versions = ModelChoice.Repaired(context, await registry.ListVersionsAsync(name, stop));
                var found = await VersionReference.FindAsync(registry, name, versions, reference, stop);
                using var whole = await RegisteredVersion.ReadAsync(registry, found, context.RolesOf, stop);
                var page = new VersionPage(whole, await FilesAsync(registry, whole, stop),
                    HistoryOf(name, versions, context.Clock.GetUtcNow()), versions,
                    await VerdictsAsync(registry, found, stop));
                if (parsed.GetValue(json))
                    page.WriteJson(context.Terminal);
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

    /// <summary>The champions; none if a tag cannot be read, which a note has said.</summary>
    private static ChampionHistory HistoryOf(string model, IReadOnlyList<ModelVersion> versions, DateTimeOffset now)
    {
        try
        {
            return ChampionHistory.Of(model, versions, now);
        }
        catch (RegistryException unreadable) when (unreadable.Problem == RegistryProblem.Corrupt)
        {
            return new(model, []);
        }
    }

    /// <summary>The run's artifacts. A model folder that was loaded is not read again.</summary>
    private static async Task<ArtifactFolder> FilesAsync(
        IModelRegistry registry, RegisteredVersion version, CancellationToken stop) => version switch
        {
            { Run: null } => ArtifactFolder.Empty,
            { Model.Value: { } model } => (await registry.ReadArtifactsAsync(
                    version.Version.RunId, path => !Registration.IsOfModel(path), stop))
                .WithFolder(Registration.ModelPath, model.Folder),
            _ => await registry.ReadArtifactsAsync(version.Version.RunId, stop),
        };

    /// <summary>Oldest first, without those that another tool has deleted.</summary>
    private static async Task<IReadOnlyList<ArtifactFolder>> VerdictsAsync(
        IModelRegistry registry, ModelVersion version, CancellationToken stop)
    {
        var verdicts = new List<ArtifactFolder>();
        foreach (var id in version.Tags.GetValueOrDefault(RegistryTags.VerdictRuns, "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))
            try
            {
                verdicts.Add(await registry.ReadArtifactsAsync(id, stop));
            }
            catch (RegistryException deleted) when (deleted.Problem == RegistryProblem.NotFound)
            {
                // Another tool has deleted the verdict's run.
            }
        return verdicts;
    }
}
