using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Search;

/// <summary>One set of parameters and how it scored.</summary>
/// <param name="Number">0 for the parameters in force.</param>
/// <param name="Parameters">By name.</param>
/// <param name="Qlike">Mean QLIKE over the blocks; smaller is better.</param>
/// <param name="BlockQlikes">Mean QLIKE of each block.</param>
/// <param name="Gain">By how much it is below the parameters in force.</param>
/// <param name="GainStandardError">Standard error of the gain, from its differences block by block.</param>
public sealed record SearchCandidate(int Number, IReadOnlyDictionary<string, string> Parameters, double Qlike,
    IReadOnlyList<double> BlockQlikes, double Gain, double GainStandardError);

/// <summary>A block that was held out.</summary>
public sealed record SearchedBlock(DateOnly From, DateOnly To, int Origins);

/// <summary>What a search found: the content of its file, from which a training or backtest takes the parameters.</summary>
public sealed record SearchResult
{
    /// <summary>In the file as a reader's help.</summary>
    public const string ChoiceRule = "the best candidate if it beats the parameters in force (candidate 0) by more than one "
        + "standard error of the difference over the blocks, otherwise those in force";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Model { get; init; }
    public required string Symbol { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    public required int Seed { get; init; }

    /// <summary>The last session that the search saw: origins up to here are not out of sample for what it chose.</summary>
    public required DateOnly LastSession { get; init; }

    public required int Embargo { get; init; }
    public required IReadOnlyList<SearchedBlock> Blocks { get; init; }

    /// <summary>Whether the time was up before the last candidate.</summary>
    public required bool IsCutShort { get; init; }

    public string Rule { get; init; } = ChoiceRule;

    /// <summary>The candidate with the smallest mean QLIKE.</summary>
    public required int Best { get; init; }

    /// <summary>The candidate chosen by <see cref="Rule"/>.</summary>
    public required int Chosen { get; init; }

    /// <summary>The parameters of the chosen candidate.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>In the order of their numbers.</summary>
    public required IReadOnlyList<SearchCandidate> Candidates { get; init; }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads a search's file.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says what is wrong.</exception>
    public static SearchResult Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var result = JsonSerializer.Deserialize<SearchResult>(json, Json)
                ?? throw new InvalidDataException("The file of the search is empty.");
            TreeParameters.Validate(result.Parameters);
            return result;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            var what = error is JsonException broken
                ? $"line {broken.LineNumber + 1}, {broken.Path}, is not as one has it."
                : error.Message;
            throw new InvalidDataException($"This is not the file of a search: {what}", error);
        }
    }
}
