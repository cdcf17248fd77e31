using System.Globalization;

namespace Volcast.Registry.Aliases;

/// <summary>A stretch of time in which one version was in charge.</summary>
/// <param name="Version">Its number.</param>
/// <param name="From">When it began, to the millisecond.</param>
/// <param name="To">When another took its place; null while it lasts.</param>
public sealed record ChampionTenure(int Version, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Tenures that a version's tag holds at most, so that it stays below MLflow's 5,000 characters; older ones are
    /// forgotten.</summary>
    private const int Kept = 80;

    private const string Open = "..";

    /// <summary>Whether the version was in charge at an instant: from the first, up to the last but without it.</summary>
    public bool Covers(DateTimeOffset instant) => From <= instant && !(To <= instant);

    /// <summary>The tag <see cref="RegistryTags.ChampionTenures"/>: intervals by ISO 8601 with a space between, an open one
    /// ended by two dots.</summary>
    internal static string ToTag(IEnumerable<ChampionTenure> tenures) => string.Join(' ',
        tenures.TakeLast(Kept).Select(tenure => $"{Time(tenure.From)}/{(tenure.To is { } to ? Time(to) : Open)}"));

    /// <exception cref="RegistryException">The tag was not written by Volcast.</exception>
    internal static IEnumerable<ChampionTenure> FromTag(ModelVersion version) =>
        version.Tags.GetValueOrDefault(RegistryTags.ChampionTenures, "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text.Split('/') is [var from, var to] && Parse(from) is { } begun
                && (to == Open || Parse(to) is not null)
                ? new ChampionTenure(version.Number, begun, Parse(to))
                : throw new RegistryException(RegistryProblem.Corrupt,
                    $"{version} has the tag {RegistryTags.ChampionTenures} '{text}', which is no interval of time such as"
                    + " 2026-01-05T12:00:00.000Z/.. Correct or delete the tag."));

    internal static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
