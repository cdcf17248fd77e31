using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Cli.Commands.Registry;

/// <summary>Which model, and which version of it, a registry command is about.</summary>
internal static class ModelChoice
{
    /// <summary>The registry in force, and the lake that its models forecast from. Without a lake the source says which market is
    /// meant.</summary>
    public static async Task<RegistryInForce> OpenAsync(CommandContext context, CancellationToken stop)
    {
        var lake = context.HasLake ? await context.OpenLakeAsync(stop) : null;
        var kind = lake?.Kind ?? (context.IsSimulated ? DataKind.Simulated : DataKind.Real);
        return new(context.OpenRegistry(context.Registry(kind)), context.Registry(kind), lake);
    }

    /// <summary>The models of the targets and the horizon in force.</summary>
    public static IReadOnlyList<string> Of(CommandContext context) =>
        [.. context.Targets.Select(roles => ModelName.For(roles.Target.Value, context.Horizon))];

    /// <summary>A version as a person writes it: <c>2</c>, <c>champion</c>, or with its model as MLflow's addresses have it,
    /// <c>volcast-SPY-5d/2</c>, <c>volcast-SPY-5d@champion</c>.</summary>
    /// <returns>The models that it is meant for, and the number or alias.</returns>
    public static (IReadOnlyList<string> Models, string Version) Parse(CommandContext context, string text)
    {
        var at = text.LastIndexOfAny(['@', '/']);
        if (at < 0)
            return (Of(context), text);
        return at > 0 && at < text.Length - 1
            ? ([text[..at]], text[(at + 1)..])
            : throw new SettingException($"'{text}' names no version: give a number, an alias, MODEL/2 or MODEL@champion.");
    }

    /// <summary>The same for a command that is about one model.</summary>
    public static (string Model, string Version) ParseOne(CommandContext context, string text)
    {
        var (models, version) = Parse(context, text);
        return models is [var model]
            ? (model, version)
            : throw new SettingException($"'{text}' is meant for {string.Join(" and ", models)}: say which, as in "
                + $"{models[0]}/{text}, or give one --target.");
    }

    /// <summary>The version that is meant where none is named: the champion, else the challenger, else the newest.</summary>
    public static async Task<string> DefaultVersionAsync(IModelRegistry registry, string model, CancellationToken stop) =>
        await InChargeAsync(registry, model, stop)
        ?? $"{(await registry.FindNewestVersionAsync(model, stop))?.Number ?? 1}";

    /// <summary>The alias by which a version of the model is in charge; null where none is.</summary>
    public static async Task<string?> InChargeAsync(IModelRegistry registry, string model, CancellationToken stop)
    {
        foreach (var alias in new[] { RegistryTags.Champion, RegistryTags.Challenger })
            if (await registry.FindByAliasAsync(model, alias, stop) is not null)
                return alias;
        return null;
    }

    /// <summary>Brings tags in line with the aliases and says so. Where that cannot be written, what is there can still be
    /// shown.</summary>
    public static async Task RepairAsync(CommandContext context, IModelRegistry registry, string model, CancellationToken stop)
    {
        try
        {
            Tell(context, await registry.RepairAliasesAsync(model, context.Clock.GetUtcNow(), stop));
        }
        catch (RegistryException unwritable) when (unwritable.Problem is RegistryProblem.Storage or RegistryProblem.Busy
            or RegistryProblem.Unauthorized or RegistryProblem.Refused)
        {
            context.Terminal.Note($"The tags of {model} could not be brought in line with its aliases: {unwritable.Message}");
        }
    }

    public static void Tell(CommandContext context, AliasRepair repair)
    {
        if (repair.Finished is { } move)
            context.Terminal.Note($"finished what was interrupted: {move.InWords()}");
        foreach (var sentence in repair.Sentences)
            context.Terminal.Note($"repaired {sentence}");
    }
}

/// <summary>An opened registry.</summary>
/// <param name="Registry">With its connection, where it is on a server.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Lake">What its models forecast from; null where there is none.</param>
internal sealed record RegistryInForce(IModelRegistry Registry, RegistryAddress Address, DataLake? Lake) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        (Registry as IDisposable)?.Dispose();
        if (Lake is not null)
            await Lake.DisposeAsync();
    }
}
