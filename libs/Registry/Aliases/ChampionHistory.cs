namespace Volcast.Registry.Aliases;

/// <summary>
/// Which version of a model was in charge when. The alias <c>champion</c> is the truth; the tags of the versions remember since
/// when. Where an alias was moved by other hands, the new tenure begins when that is first noticed.
/// </summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Tenures">In the order of time.</param>
public sealed record ChampionHistory(string Model, IReadOnlyList<ChampionTenure> Tenures)
{
    /// <summary>The tenure that lasts; null while nobody is champion.</summary>
    public ChampionTenure? Current => Tenures is [.., { To: null } last] ? last : null;

    /// <summary>The number of the version that was in charge at an instant; null where none was. It may be gone since.</summary>
    public int? ServingVersionAt(DateTimeOffset instant) => Tenures.LastOrDefault(tenure => tenure.Covers(instant))?.Version;

    /// <summary>What a rollback goes back to: the newest champion before the present one that still exists and was not rolled
    /// back from itself; null where there is none.</summary>
    /// <param name="versions">All that the model has.</param>
    public ModelVersion? Previous(IReadOnlyList<ModelVersion> versions) => Current is not { } current ? null : Tenures
        .Where(tenure => tenure.Version != current.Version)
        .Select(tenure => versions.FirstOrDefault(version => version.Number == tenure.Version))
        .LastOrDefault(version => version is not null && !version.Tags.ContainsKey(RegistryTags.RolledBack));

    /// <summary>Reads it from a model's versions.</summary>
    /// <param name="model">The registered model's name.</param>
    /// <param name="versions">All of them, with tags and aliases.</param>
    /// <param name="now">When a change that left no trace is taken to have happened.</param>
    /// <exception cref="RegistryException">A tag was not written by Volcast; the message names it.</exception>
    public static ChampionHistory Of(string model, IReadOnlyList<ModelVersion> versions, DateTimeOffset now)
    {
        var told = versions.SelectMany(ChampionTenure.FromTag).ToArray();
        var champion = versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));
        var open = told.Where(tenure => tenure.To is null && tenure.Version == champion?.Number)
            .OrderBy(tenure => tenure.From).LastOrDefault();
        var begun = open?.From ?? (champion is null ? null : ChampionMove.PendingOf(champion)?.At)
            ?? ToMilliseconds(now);
        // A tenure of another that began after the present one and has not ended never came about.
        var tenures = told.Where(tenure => tenure != open && (tenure.To is not null || tenure.From <= begun))
            .Select(tenure => tenure with { To = tenure.To ?? begun })
            .Concat(champion is null ? [] : [new ChampionTenure(champion.Number, begun, null)]);
        return new(model, [.. tenures.OrderBy(tenure => tenure.To is null).ThenBy(tenure => tenure.From)]);
    }

    internal static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
