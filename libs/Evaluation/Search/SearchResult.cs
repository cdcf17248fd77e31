using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Search;

/// <summary>One set of parameters and its scores.</summary>
/// <param name="Number">0 for the parameters before the search.</param>
/// <param name="Parameters">The values by name.</param>
/// <param name="Qlike">Mean QLIKE over the blocks; smaller is better.</param>
/// <param name="BlockQlikes">Mean QLIKE of each block.</param>
/// <param name="Gain">How much smaller QLIKE is than with the parameters before the search.</param>
/// <param name="GainStandardError">Standard error of the gain, from its differences block by block.</param>
public sealed record SearchCandidate(int Number, IReadOnlyDictionary<string, string> Parameters, double Qlike,
    IReadOnlyList<double> BlockQlikes, double Gain, double GainStandardError);

/// <summary>A block that was held out.</summary>
public sealed record SearchedBlock(DateOnly From, DateOnly To, int Origins);

/// <summary>The result of a search. It is the content of the file from which a training or a backtest takes the
/// parameters.</summary>
public sealed record SearchResult
{
    /// <summary>Stored in the file as an explanation for its reader.</summary>
    public const string ChoiceRule = "the best candidate if it beats the current parameters (candidate 0) by more than one "
        + "standard error of the difference over the blocks, otherwise the current parameters";

    private const int ErrorsShown = 3;

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

    /// <summary>The last session that the search read. Scores of the chosen candidate on origins up to it are not out of
    /// sample.</summary>
    public required DateOnly LastSession { get; init; }

    public required int Embargo { get; init; }
    public required IReadOnlyList<SearchedBlock> Blocks { get; init; }

    /// <summary>Whether the time limit ended the search before the last candidate.</summary>
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

    /// <summary>Reads the file of a search. A person may have edited it.</summary>
    /// <exception cref="InvalidDataException">The file does not follow search.schema.json, or a value cannot be used; the message
    /// names line, path and what is expected.</exception>
    public static SearchResult Parse(ReadOnlySpan<byte> json)
    {
        if (SearchSchema.Errors(Encoding.UTF8.GetString(json)) is { Count: > 0 } errors)
            throw new InvalidDataException($"This is not a file of `volcast search`. {string.Join(" ", errors.Take(ErrorsShown))}"
                + (errors.Count > ErrorsShown ? $" There are {errors.Count - ErrorsShown} more errors." : ""));
        try
        {
            var result = JsonSerializer.Deserialize<SearchResult>(json, Json)!;
            TreeParameters.Validate(result.Parameters);
            return result;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"This is not a file of `volcast search`. Line {broken.LineNumber + 1}, "
                + $"{broken.Path}: the value cannot be read.", broken);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"This is not a file of `volcast search`. {wrong.Message}", wrong);
        }
    }
}
