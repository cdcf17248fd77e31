using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Cli.Plans;

/// <summary>A unit that is done. It is put once, after its output.</summary>
/// <param name="Plan">The digest of the plan.</param>
/// <param name="Unit">The unit's number in the plan, from 0.</param>
/// <param name="Symbols">The unit's symbols, for a reader of the file.</param>
/// <param name="ExitCode">What the stage would have returned to a person: 0 or 3.</param>
/// <param name="Seconds">Wall time of the stage, to a thousandth.</param>
/// <param name="ProcessorSeconds">Processor time of the stage on all cores, to a thousandth. Other work on the machine changes it
/// little.</param>
/// <param name="Output">The key of what the stage printed or wrote.</param>
/// <param name="OutputSha256">The digest of its bytes.</param>
/// <param name="Digest">SHA-256 of this record as JSON with an empty digest.</param>
internal sealed record WorkResult(
    string Plan, int Unit, IReadOnlyList<string> Symbols, int ExitCode, double Seconds, double ProcessorSeconds, string Output,
    string OutputSha256, string Digest)
{
    /// <summary>The record with its digest.</summary>
    public WorkResult Sealed() => this with { Digest = ComputeDigest() };

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, PlanJson.Readable.WorkResult), (byte)'\n'];

    /// <summary>The record in a file; null if it is damaged.</summary>
    public static WorkResult? TryParse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PlanJson.Readable.WorkResult) is { } result
                && result.Digest == result.ComputeDigest() ? result : null;
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private string ComputeDigest() => Volcast.Files.Digest.Of((this with { Digest = "" }).ToJson());
}

/// <summary>Why the last run of a unit failed. A later run replaces it, and a result makes it void.</summary>
/// <param name="Plan">The digest of the plan.</param>
/// <param name="Unit">The unit's number.</param>
/// <param name="ExitCode">What the stage returned.</param>
/// <param name="Reason">Its messages.</param>
internal sealed record WorkFailure(string Plan, int Unit, int ExitCode, string Reason);

[JsonSerializable(typeof(WorkPlan))]
[JsonSerializable(typeof(WorkResult))]
[JsonSerializable(typeof(WorkFailure))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    /// <summary>Indented, with the same line ends everywhere.</summary>
    internal static PlanJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });
}
