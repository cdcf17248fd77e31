namespace Volcast.Registry.Aliases;

/// <summary>
/// Which version of a model was champion, and when. The alias <c>champion</c> decides; the tags of the versions record the
/// times. If another tool moved the alias, the new tenure begins when Volcast first notices the move.
/// </summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Tenures">Ascending by time.</param>
public sealed record ChampionHistory(string Model, IReadOnlyList<ChampionTenure> Tenures)
{
    /// <summary>The present champion's tenure; null while the model has no champion.</summary>
    public ChampionTenure? Current => Tenures is [.., { To: null } last] ? last : null;

    /// <summary>The number of the champion at an instant; null if there was none. The version may have been deleted
    /// since.</summary>
    public int? ServingVersionAt(DateTimeOffset instant) => Tenures.LastOrDefault(tenure => tenure.Covers(instant))?.Version;

    /// <summary>The version that a rollback returns to: the newest earlier champion that still exists and was not itself rolled
    /// back; null if there is none.</summary>
    /// <param name="versions">All versions of the model.</param>
    public ModelVersion? Previous(IReadOnlyList<ModelVersion> versions) => Current is not { } current ? null : Tenures
        .Where(tenure => tenure.Version != current.Version)
        .Select(tenure => versions.FirstOrDefault(version => version.Number == tenure.Version))
        .LastOrDefault(version => version is not null && !version.Tags.ContainsKey(RegistryTags.RolledBack));

    /// <summary>Reads the history from a model's versions.</summary>
    /// <param name="model">The registered model's name.</param>
    /// <param name="versions">All versions of the model, with tags and aliases.</param>
    /// <param name="now">The start of a tenure for which no tag gives one.</param>
    /// <exception cref="RegistryException">A tag was not written by Volcast; the message names it.</exception>
    public static ChampionHistory Of(string model, IReadOnlyList<ModelVersion> versions, DateTimeOffset now)
    {
        var tagged = versions.SelectMany(ChampionTenure.FromTag).ToArray();
        var champion = versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));
        var open = tagged.Where(tenure => tenure.To is null && tenure.Version == champion?.Number)
            .OrderBy(tenure => tenure.From).LastOrDefault();
        var start = open?.From ?? (champion is null ? null : ChampionMove.PendingOf(champion)?.At)
            ?? ToMilliseconds(now);
        // An open tenure of another version that starts after the present one comes from a move that never completed.
        var tenures = tagged.Where(tenure => tenure != open && (tenure.To is not null || tenure.From <= start))
            .Select(tenure => tenure with { To = tenure.To ?? start })
            .Concat(champion is null ? [] : [new ChampionTenure(champion.Number, start, null)]);
        return new(model, [.. tenures.OrderBy(tenure => tenure.To is null).ThenBy(tenure => tenure.From)]);
    }

    internal static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
