namespace Volcast.Registry.Aliases;

/// <summary>What a repair changed to make the tags agree with the aliases.</summary>
/// <param name="Sentences">One for each tag or alias that the repair changed.</param>
/// <param name="Finished">The interrupted move of the champion that the repair finished; null if there was none.</param>
public sealed record AliasRepair(IReadOnlyList<string> Sentences, ChampionMove? Finished);

/// <summary>
/// Moves the alias <c>champion</c> and keeps the tags consistent with the aliases: stage, tenures, reasons. The process may be
/// killed after any single write; the next move or repair reaches the same final state. No version stays champion and
/// challenger at once.
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

    /// <summary>Makes a version the champion, whichever version is champion now.</summary>
    /// <inheritdoc cref="MoveChampionAsync(IModelRegistry, string, int, ChampionTenure, ChampionMoveKind, string, string,
    /// DateTimeOffset, CancellationToken)"/>
    public static Task<ChampionMove> MoveChampionAsync(this IModelRegistry registry, string model, int version,
        ChampionMoveKind kind, string reason, string? by, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        registry.ExclusivelyAsync(
            async held =>
            {
                var transaction = new ChampionTransaction(held, model, now, cancellationToken);
                await transaction.RepairAsync();
                var history = await ReadChampionHistoryAsync(held, model, now, cancellationToken);
                return await transaction.MoveAsync(version, history.Current, kind, reason, by);
            },
            cancellationToken);

    /// <summary>Makes a version the champion, as one transaction.</summary>
    /// <param name="registry">The registry of the model.</param>
    /// <param name="model">The registered model's name.</param>
    /// <param name="version">The number of the new champion.</param>
    /// <param name="over">The champion's tenure that the decision was made against; null if there was no champion.</param>
    /// <param name="kind">Why it becomes champion.</param>
    /// <param name="reason">The reason as a sentence; at most <see cref="ChampionMove.LongestReason"/> characters are
    /// kept.</param>
    /// <param name="by">The person or service that moves it; null if unknown.</param>
    /// <param name="now">The time of the move; 1 ms after the present tenure's start if that is not earlier.</param>
    /// <param name="cancellationToken">Stops between writes; the next move or repair continues.</param>
    /// <exception cref="RegistryException">With <see cref="RegistryProblem.Overtaken"/> if the champion is another one by now;
    /// it then stays champion.</exception>
    public static Task<ChampionMove> MoveChampionAsync(this IModelRegistry registry, string model, int version,
        ChampionTenure? over, ChampionMoveKind kind, string reason, string? by, DateTimeOffset now,
        CancellationToken cancellationToken = default) => registry.ExclusivelyAsync(
            held => new ChampionTransaction(held, model, now, cancellationToken).MoveAsync(version, over, kind, reason, by),
            cancellationToken);

    /// <summary>Makes every tag of a model's versions agree with its aliases, as one transaction. Finishes a move that was
    /// interrupted after the alias had moved, and drops one that was interrupted before.</summary>
    public static async Task<AliasRepair> RepairAliasesAsync(
        this IModelRegistry registry, string model, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        await new ChampionTransaction(registry, model, now, cancellationToken).NeedsRepairAsync()
            ? await registry.ExclusivelyAsync(
                held => new ChampionTransaction(held, model, now, cancellationToken).RepairAsync(), cancellationToken)
            : new AliasRepair([], null);

    /// <summary>The versions of one model with the tags that a repair would write. Nothing is written.</summary>
    /// <param name="versions">All versions of the model.</param>
    /// <param name="now">The start of a tenure for which no tag gives one.</param>
    /// <exception cref="RegistryException">A tag was not written by Volcast; the message names it.</exception>
    public static IReadOnlyList<ModelVersion> Repaired(IReadOnlyList<ModelVersion> versions, DateTimeOffset now)
    {
        if (versions.Count == 0)
            return versions;
        var champion = versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));
        var pending = champion is null ? null : ChampionMove.PendingOf(champion);
        var tags = versions.ToDictionary(version => version.Number, version => version.Tags.ToDictionary());
        foreach (var (version, key, value) in Expected(versions, ChampionHistory.Of(versions[0].Model, versions, now), pending))
            if (value is null)
                tags[version.Number].Remove(key);
            else
                tags[version.Number][key] = value;
        return [.. versions.Select(version => version with { Tags = tags[version.Number] })];
    }

    /// <summary>The value that each tag must have; null for a tag that must be missing.</summary>
    internal static IEnumerable<(ModelVersion Version, string Key, string? Value)> Expected(
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
            yield return isChampion
                ? (version, RegistryTags.RolledBack, null)
                : (version, RegistryTags.PendingMove, null);
            var moves = tenures.TakeLast(ChampionTenure.Kept).Select(tenure => ChampionMove.TagOf(tenure.From)).ToHashSet();
            foreach (var key in version.Tags.Keys.Where(
                key => key.StartsWith(RegistryTags.MovePrefix, StringComparison.Ordinal) && !moves.Contains(key)))
                yield return (version, key, null);
            if (pending is null)
                continue;
            if (isChampion)
            {
                yield return (version, RegistryTags.ChampionReason, pending.InWords());
                yield return (version, RegistryTags.PromotedBy, pending.By);
                yield return (version, ChampionMove.TagOf(pending.At), pending.ToTag());
            }
            else if (version.Number == pending.From && pending.Kind == ChampionMoveKind.RolledBack)
                yield return (version, RegistryTags.RolledBack, $"{pending.Day} {pending.SignedReason}");
        }
    }
}
