using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Registry.Aliases;

/// <summary>Why a version became champion.</summary>
public enum ChampionMoveKind
{
    /// <summary>It passed its promotion gate.</summary>
    Promoted,

    /// <summary>A user promoted it against the gate's verdict.</summary>
    Forced,

    /// <summary>A rollback removed its successor.</summary>
    RolledBack,
}

/// <summary>
/// A move of the alias <c>champion</c> from one version to another. A tag records the move before the alias moves, so that an
/// interrupted move can be finished with its original time and reason.
/// </summary>
/// <param name="From">The previous champion; null for the first champion.</param>
/// <param name="At">The time of the move, to the millisecond.</param>
/// <param name="Kind">Why the version became champion.</param>
/// <param name="Reason">The reason as a sentence.</param>
/// <param name="By">The person or service that moved it; null if unknown.</param>
public sealed record ChampionMove(int? From, DateTimeOffset At, ChampionMoveKind Kind, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The largest number of characters of a reason that a tag keeps, with who gave it.</summary>
    public const int LongestReason = 2000;

    /// <summary>The unfinished move to this version; null if there is none.</summary>
    /// <exception cref="RegistryException">The tag was not written by Volcast.</exception>
    public static ChampionMove? PendingOf(ModelVersion version) => FromTag(version, RegistryTags.PendingMove);

    /// <summary>The move that began a tenure; null if no tag of the version records it.</summary>
    /// <exception cref="RegistryException">The tag was not written by Volcast.</exception>
    public static ChampionMove? ThatBegan(ChampionTenure tenure, ModelVersion version) =>
        FromTag(version, TagOf(tenure.From));

    /// <summary>The name of the tag that records a move.</summary>
    /// <param name="at">The time of the move.</param>
    internal static string TagOf(DateTimeOffset at) =>
        RegistryTags.MovePrefix + at.UtcDateTime.ToString("yyyyMMddTHHmmssfffZ", CultureInfo.InvariantCulture);

    private static ChampionMove? FromTag(ModelVersion version, string name)
    {
        if (!version.Tags.TryGetValue(name, out var text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ChampionMove>(text, Json)!;
        }
        catch (JsonException e)
        {
            throw new RegistryException(RegistryProblem.Corrupt,
                $"{version} has the tag {name} '{text}', which cannot be read. Delete the tag.", e);
        }
    }

    /// <summary>The move as tags keep it: reason and actor have one line and at most <see cref="LongestReason"/> characters
    /// together.</summary>
    internal ChampionMove Kept()
    {
        var by = By is null ? null : Line(By, LongestReason / 4);
        return this with { By = by, Reason = Line(Reason, LongestReason - Signature(by).Length) };

        static string Line(string text, int most)
        {
            var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
            return line.Length <= most ? line : line[..most];
        }
    }

    /// <summary>The reason and who gave it.</summary>
    internal string SignedReason => Reason + Signature(By);

    private static string Signature(string? by) => by is null ? "" : $" (by {by})";

    /// <summary>The value of the tags that record the move.</summary>
    internal string ToTag() => JsonSerializer.Serialize(this, Json);

    /// <summary>The move in one line, as in the tag <see cref="RegistryTags.ChampionReason"/>.</summary>
    public string InWords() => $"{Day} " + Kind switch
    {
        ChampionMoveKind.Promoted => $"promoted{Over}: {SignedReason}",
        ChampionMoveKind.Forced => $"promoted{Over} by force: {SignedReason}",
        _ => $"champion again after a rollback from version {From}: {SignedReason}",
    };

    /// <summary>The day of the move in UTC, <c>yyyy-MM-dd</c>.</summary>
    internal string Day => At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Over => From is { } champion ? $" over version {champion}" : " as the first";
}
