using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Registry.Aliases;

/// <summary>How a version came to be in charge.</summary>
public enum ChampionMoveKind
{
    /// <summary>It passed its gate.</summary>
    Promoted,

    /// <summary>Somebody put it there against a gate's verdict.</summary>
    Forced,

    /// <summary>Its successor was taken out of charge.</summary>
    RolledBack,
}

/// <summary>
/// The alias <c>champion</c> goes from one version to another. It is written down before the alias moves, so that whoever finds
/// it half done knows what was meant and since when it holds.
/// </summary>
/// <param name="From">The version that was in charge; null for the first champion.</param>
/// <param name="At">When; to the millisecond.</param>
/// <param name="Kind">How it came about.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ChampionMove(int? From, DateTimeOffset At, ChampionMoveKind Kind, string Reason)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The most characters of a reason that are kept in tags.</summary>
    public const int LongestReason = 2000;

    /// <summary>The move to this version that has begun and not ended; null where there is none.</summary>
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

    /// <summary>A reason as it is kept: one line, cut where it is too long for a tag.</summary>
    internal static string Kept(string reason)
    {
        var line = string.Concat(reason.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestReason ? line : line[..LongestReason];
    }

    /// <summary>The version's tag <see cref="RegistryTags.PendingMove"/>.</summary>
    internal string ToTag() => JsonSerializer.Serialize(this, Json);

    /// <summary>In one line, as in the tag <see cref="RegistryTags.ChampionReason"/>.</summary>
    public string InWords() => $"{At.UtcDateTime:yyyy-MM-dd} " + Kind switch
    {
        ChampionMoveKind.Promoted => $"promoted{Over}: {Reason}",
        ChampionMoveKind.Forced => $"promoted{Over} by force: {Reason}",
        _ => $"back in charge after a rollback from version {From}: {Reason}",
    };

    private string Over => From is { } champion ? $" over version {champion}" : " as the first";
}
