using System.Globalization;

namespace Volcast.Registry.Aliases;

/// <summary>A period in which one version was champion.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="From">The start, to the millisecond.</param>
/// <param name="To">When another version became champion; null for the present champion.</param>
public sealed record ChampionTenure(int Version, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>The most tenures that a version's tag holds, so that it stays below MLflow's 5,000 characters. Older tenures
    /// are dropped.</summary>
    internal const int Kept = 80;

    private const string Open = "..";

    /// <summary>Whether the version was champion at an instant. The start is included, the end is not.</summary>
    public bool Covers(DateTimeOffset instant) => From <= instant && !(To <= instant);

    /// <summary>The tag <see cref="RegistryTags.ChampionTenures"/>: ISO 8601 intervals separated by spaces; an open interval
    /// ends with two dots.</summary>
    internal static string ToTag(IEnumerable<ChampionTenure> tenures) => string.Join(' ',
        tenures.TakeLast(Kept).Select(tenure => $"{Time(tenure.From)}/{(tenure.To is { } to ? Time(to) : Open)}"));

    /// <exception cref="RegistryException">The tag was not written by Volcast.</exception>
    internal static IEnumerable<ChampionTenure> FromTag(ModelVersion version) =>
        version.Tags.GetValueOrDefault(RegistryTags.ChampionTenures, "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text.Split('/') is [var from, var to] && Parse(from) is { } start
                && (to == Open || Parse(to) is not null)
                ? new ChampionTenure(version.Number, start, Parse(to))
                : throw new RegistryException(RegistryProblem.Corrupt,
                    $"{version} has the tag {RegistryTags.ChampionTenures} '{text}', which is not an interval of time such as"
                    + " 2026-01-05T12:00:00.000Z/.. Correct or delete the tag."));

    internal static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
