namespace Volcast.Registry.Aliases;

/// <summary>What was done to bring tags in line with the aliases.</summary>
/// <param name="Sentences">One for each tag or alias that differed; empty where all was well.</param>
/// <param name="Finished">The move of the champion that had been interrupted and is finished now; null where none was.</param>
public sealed record AliasRepair(IReadOnlyList<string> Sentences, ChampionMove? Finished);

/// <summary>
/// Moves the alias <c>champion</c>, and makes the tags follow the aliases: stage, tenures, reasons. Every write is one step that
/// may be the last one before a kill; whoever comes next ends up in the same state.
/// </summary>
public static class VersionAliases
{
    public const string Production = "Production";
    public const string Staging = "Staging";
    public const string Archived = "Archived";

    /// <summary>Who was in charge when.</summary>
    /// <exception cref="RegistryException">The registry could not be read.</exception>
    public static async Task<ChampionHistory> ReadChampionHistoryAsync(
        this IModelRegistry registry, string model, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ChampionHistory.Of(model, await registry.ListVersionsAsync(model, cancellationToken), now);

    /// <summary>Puts a version in charge.</summary>
    /// <param name="registry">Where.</param>
    /// <param name="model">The registered model's name.</param>
    /// <param name="version">The number of the version that is to be champion.</param>
    /// <param name="kind">How it came about.</param>
    /// <param name="reason">Why, in words; at most <see cref="ChampionMove.LongestReason"/> characters are kept.</param>
    /// <param name="now">When; later by a hair where the present tenure began at or after it.</param>
    /// <param name="cancellationToken">Stops between writes; the next move or repair goes on.</param>
    public static async Task<ChampionMove> MoveChampionAsync(this IModelRegistry registry, string model, int version,
        ChampionMoveKind kind, string reason, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await RepairAliasesAsync(registry, model, now, cancellationToken);
        var current = (await ReadChampionHistoryAsync(registry, model, now, cancellationToken)).Current;
        var at = ChampionHistory.ToMilliseconds(now);
        var move = new ChampionMove(
            current?.Version, current?.From >= at ? current.From.AddMilliseconds(1) : at, kind, ChampionMove.Kept(reason));
        await registry.SetVersionTagAsync(model, version, RegistryTags.PendingMove, move.ToTag(), cancellationToken);
        await registry.SetAliasAsync(model, RegistryTags.Champion, version, cancellationToken);
        await RepairAliasesAsync(registry, model, now, cancellationToken);
        return move;
    }

    /// <summary>Brings every tag of a model's versions in line with its aliases, and finishes a move that was interrupted after
    /// the alias had moved; one that was interrupted before is forgotten.</summary>
    public static async Task<AliasRepair> RepairAliasesAsync(
        this IModelRegistry registry, string model, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var versions = await registry.ListVersionsAsync(model, cancellationToken);
        var champion = versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));
        var pending = champion is null ? null : ChampionMove.PendingOf(champion);
        var sentences = new List<string>();
        foreach (var (version, key, value) in Expected(versions, ChampionHistory.Of(model, versions, now), pending))
        {
            var present = version.Tags.GetValueOrDefault(key);
            if (present == value)
                continue;
            if (value is null)
                await registry.DeleteVersionTagAsync(model, version.Number, key, cancellationToken);
            else
                await registry.SetVersionTagAsync(model, version.Number, key, value, cancellationToken);
            sentences.Add($"{version}: {key} was {present ?? "absent"}, is {value ?? "absent"}");
        }
        if (pending is not null)
        {
            if (champion!.Aliases.Contains(RegistryTags.Challenger))
            {
                await registry.DeleteAliasAsync(model, RegistryTags.Challenger, cancellationToken);
                sentences.Add($"{champion}: no longer called {RegistryTags.Challenger}");
            }
            // Last: until then whoever finds it goes on.
            await registry.DeleteVersionTagAsync(model, champion.Number, RegistryTags.PendingMove, cancellationToken);
        }
        return new(sentences, pending);
    }

    /// <summary>What the tags have to be; a value of null is a tag that has to be absent.</summary>
    private static IEnumerable<(ModelVersion Version, string Key, string? Value)> Expected(
        IReadOnlyList<ModelVersion> versions, ChampionHistory history, ChampionMove? pending)
    {
        foreach (var version in versions)
        {
            var tenures = history.Tenures.Where(tenure => tenure.Version == version.Number).ToArray();
            yield return (version, RegistryTags.ChampionTenures, tenures.Length > 0 ? ChampionTenure.ToTag(tenures) : null);
            var isChampion = version.Aliases.Contains(RegistryTags.Champion);
            var isChallenger = version.Aliases.Contains(RegistryTags.Challenger);
            var present = version.Tags.GetValueOrDefault(RegistryTags.Stage);
            yield return (version, RegistryTags.Stage, isChampion ? Production
                : isChallenger ? Staging
                : tenures.Length > 0 ? Archived
                : present is Production or Staging or Archived ? null
                : present); // A word of somebody else's for a version without standing is theirs.
            if (!isChampion)
                yield return (version, RegistryTags.PendingMove, null);
            if (pending is null)
                continue;
            if (isChampion)
            {
                yield return (version, RegistryTags.ChampionReason, pending.InWords());
                yield return (version, RegistryTags.RolledBack, null);
            }
            else if (version.Number == pending.From && pending.Kind == ChampionMoveKind.RolledBack)
                yield return (version, RegistryTags.RolledBack, $"{pending.At.UtcDateTime:yyyy-MM-dd} {pending.Reason}");
        }
    }
}
