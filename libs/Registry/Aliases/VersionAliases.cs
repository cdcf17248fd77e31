namespace Volcast.Registry.Aliases;

/// <summary>What a repair changed to make the tags agree with the aliases.</summary>
/// <param name="Sentences">One for each tag or alias that the repair changed.</param>
/// <param name="Finished">The interrupted move of the champion that the repair finished; null if there was none.</param>
public sealed record AliasRepair(IReadOnlyList<string> Sentences, ChampionMove? Finished);

/// <summary>
/// Moves the alias <c>champion</c> and keeps the tags consistent with the aliases: stage, tenures, reasons. The process may be
/// killed after any single write; the next move or repair reaches the same final state.
/// </summary>
public static class VersionAliases
{
    public const string Production = "Production";
    public const string Staging = "Staging";
    public const string Archived = "Archived";

    /// <summary>Which version was champion, and when.</summary>
    /// <exception cref="RegistryException">The registry could not be read.</exception>
    public static async Task<ChampionHistory> ReadChampionHistoryAsync(
        this IModelRegistry registry, string model, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ChampionHistory.Of(model, await registry.ListVersionsAsync(model, cancellationToken), now);

    /// <summary>Makes a version the champion.</summary>
    /// <param name="registry">The registry of the model.</param>
    /// <param name="model">The registered model's name.</param>
    /// <param name="version">The number of the new champion.</param>
    /// <param name="kind">Why it becomes champion.</param>
    /// <param name="reason">The reason as a sentence; at most <see cref="ChampionMove.LongestReason"/> characters are
    /// kept.</param>
    /// <param name="now">The time of the move; 1 ms after the present tenure's start if that is not earlier.</param>
    /// <param name="cancellationToken">Stops between writes; the next move or repair continues.</param>
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

    /// <summary>Makes every tag of a model's versions agree with its aliases. Finishes a move that was interrupted after the
    /// alias had moved, and drops one that was interrupted before.</summary>
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
            sentences.Add($"{version}: {key} was {present ?? "missing"}, is now {value ?? "removed"}");
        }
        if (pending is not null)
        {
            if (champion!.Aliases.Contains(RegistryTags.Challenger))
            {
                await registry.DeleteAliasAsync(model, RegistryTags.Challenger, cancellationToken);
                sentences.Add($"{champion}: the alias {RegistryTags.Challenger} was removed");
            }
            // This tag is deleted last: as long as it exists, the next repair continues the move.
            await registry.DeleteVersionTagAsync(model, champion.Number, RegistryTags.PendingMove, cancellationToken);
        }
        return new(sentences, pending);
    }

    /// <summary>The value that each tag must have; null for a tag that must be missing.</summary>
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
                : present); // A stage that another tool set on a version without an alias stays.
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
                yield return (version, RegistryTags.RolledBack, $"{pending.Day} {pending.Reason}");
        }
    }
}
