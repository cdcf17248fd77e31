using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Cli.Commands.Registry;

/// <summary>The model and the version that a registry command refers to.</summary>
internal static class ModelChoice
{
    /// <summary>Opens the configured registry, and the lake that its models forecast from. Without a lake the source decides
    /// whether the data are real or simulated.</summary>
    public static async Task<OpenedRegistry> OpenAsync(CommandContext context, CancellationToken stop)
    {
        var lake = await context.TryOpenLakeAsync(stop);
        if (lake is null && context.SimulatedHint is { Length: > 0 } hint)
            context.Terminal.Note($"There is no lake in {context.LakeFolder}.{hint}");
        var kind = lake?.Kind ?? context.SourceKind;
        return new(context.OpenRegistry(context.Registry(kind)), context.Registry(kind), lake);
    }

    /// <summary>The models of the configured targets and horizons.</summary>
    public static IReadOnlyList<string> Of(CommandContext context) =>
    [
        .. from roles in context.Targets
           from horizon in context.Horizons
           select ModelName.For(roles.Target.Value, horizon),
    ];

    /// <summary>A version as a user writes it: <c>2</c>, <c>champion</c>, or with its model as in MLflow's addresses,
    /// <c>volcast-SPY-5d/2</c>, <c>volcast-SPY-5d@champion</c>.</summary>
    /// <returns>The models that it refers to, and the number or alias.</returns>
    public static (IReadOnlyList<string> Models, string Version) Parse(CommandContext context, string text)
    {
        var at = text.LastIndexOfAny(['@', '/']);
        if (at < 0)
            return (Of(context), text);
        return at > 0 && at < text.Length - 1
            ? ([text[..at]], text[(at + 1)..])
            : throw new SettingException($"'{text}' is not a version: give a number, an alias, MODEL/2 or MODEL@champion.");
    }

    /// <summary>The same for a command that takes one model.</summary>
    public static (string Model, string Version) ParseOne(CommandContext context, string text)
    {
        var (models, version) = Parse(context, text);
        return models is [var model]
            ? (model, version)
            : throw new SettingException($"'{text}' could mean {string.Join(" or ", models)}: say which, as in "
                + $"{models[0]}/{text}, or give one --target and one --horizon.");
    }

    /// <summary>The versions of one model with the tags that their aliases imply. Nothing is written. If a tag that another tool
    /// wrote prevents this, the versions stay as they are, with a note.</summary>
    public static IReadOnlyList<ModelVersion> Repaired(CommandContext context, IReadOnlyList<ModelVersion> versions)
    {
        try
        {
            return VersionAliases.Repaired(versions, context.Clock.GetUtcNow());
        }
        catch (RegistryException unreadable) when (unreadable.Problem == RegistryProblem.Corrupt)
        {
            context.Terminal.Note(unreadable.Message);
            return versions;
        }
    }

    public static void Note(CommandContext context, AliasRepair repair)
    {
        if (repair.Finished is { } move)
            context.Terminal.Note($"finished an interrupted operation: {move.InWords()}");
        foreach (var sentence in repair.Sentences)
            context.Terminal.Note($"repaired {sentence}");
    }
}

/// <summary>An opened registry.</summary>
/// <param name="Registry">It holds a connection if it is on a server.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Lake">The lake that its models forecast from; null if there is no lake.</param>
internal sealed record OpenedRegistry(IModelRegistry Registry, RegistryAddress Address, DataLake? Lake) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        (Registry as IDisposable)?.Dispose();
        if (Lake is not null)
            await Lake.DisposeAsync();
    }
}
