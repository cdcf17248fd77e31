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
public sealed record ChampionMove(int? From, DateTimeOffset At, ChampionMoveKind Kind, string Reason)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The largest number of characters of a reason that a tag keeps.</summary>
    public const int LongestReason = 2000;

    /// <summary>The unfinished move to this version; null if there is none.</summary>
    /// <exception cref="RegistryException">The tag was not written by Volcast.</exception>
    public static ChampionMove? PendingOf(ModelVersion version)
    {
        if (!version.Tags.TryGetValue(RegistryTags.PendingMove, out var text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ChampionMove>(text, Json)!;
        }
        catch (JsonException e)
        {
            throw new RegistryException(RegistryProblem.Corrupt,
                $"{version} has the tag {RegistryTags.PendingMove} '{text}', which cannot be read. Delete the tag.", e);
        }
    }

    /// <summary>The reason as a tag keeps it: one line of at most <see cref="LongestReason"/> characters.</summary>
    internal static string Kept(string reason)
    {
        var line = string.Concat(reason.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestReason ? line : line[..LongestReason];
    }

    /// <summary>The value of the version's tag <see cref="RegistryTags.PendingMove"/>.</summary>
    internal string ToTag() => JsonSerializer.Serialize(this, Json);

    /// <summary>The move in one line, as in the tag <see cref="RegistryTags.ChampionReason"/>.</summary>
    public string InWords() => $"{Day} " + Kind switch
    {
        ChampionMoveKind.Promoted => $"promoted{Over}: {Reason}",
        ChampionMoveKind.Forced => $"promoted{Over} by force: {Reason}",
        _ => $"champion again after a rollback from version {From}: {Reason}",
    };

    /// <summary>The day of the move in UTC, <c>yyyy-MM-dd</c>.</summary>
    internal string Day => At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Over => From is { } champion ? $" over version {champion}" : " as the first";
}
