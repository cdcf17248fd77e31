using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Forecasting;

/// <summary>
/// Slopes that were estimated over many tickers from data up to one day, with where they come from: the content of a file that
/// <c>volcast pool</c> writes. The file stores numbers without loss.
/// </summary>
public sealed record UniversalSlopes
{
    /// <summary>The newest format that this code reads and writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The cut: no bar of a later day was used, neither in a term nor in a label.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The version of the program that estimated them.</summary>
    public required string Program { get; init; }

    /// <summary>The implied-volatility index of every ticker's terms.</summary>
    public required string ImpliedIndex { get; init; }

    /// <summary>SHA-256 over the sessions, returns and inputs of every ticker up to the cut.</summary>
    public required string InputDigest { get; init; }

    /// <summary>One set for each horizon, ascending.</summary>
    public required IReadOnlyList<HorizonSlopes> Horizons { get; init; }

    /// <summary>The tickers, in ordinal order.</summary>
    public required IReadOnlyList<PooledTicker> Tickers { get; init; }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="InvalidDataException">The file is damaged or of a newer format; the message says which.</exception>
    public static UniversalSlopes Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var slopes = JsonSerializer.Deserialize<UniversalSlopes>(json, Json)
                ?? throw new InvalidDataException("The file of slopes is empty: make it again with `volcast pool`.");
            return slopes.Format <= CurrentFormat
                ? slopes
                : throw new InvalidDataException($"The file of slopes has format {slopes.Format}, but this version reads up to "
                    + $"{CurrentFormat}: use a newer Volcast, or make the file again with `volcast pool`.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"The file of slopes is damaged: {error.Message} Make it again with `volcast pool`.", error);
        }
    }
}

/// <summary>The slopes of one horizon.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Rows">Rows of the regression on all terms.</param>
/// <param name="Slopes">One for each term, in order.</param>
/// <param name="RowsWithoutYear">Rows of the regression without the term of a year.</param>
/// <param name="WithoutYear">The slopes of a regression of its own without the term of a year, for short histories.</param>
public sealed record HorizonSlopes(
    int Horizon, int Rows, IReadOnlyList<TermSlope> Slopes, int RowsWithoutYear, IReadOnlyList<TermSlope> WithoutYear);

/// <summary>One slope.</summary>
/// <param name="Term">The term, for example <c>ln_vix_squared</c>.</param>
/// <param name="Slope">What one unit of it adds to the log variance.</param>
public sealed record TermSlope(string Term, double Slope);

/// <summary>A ticker of the pool.</summary>
/// <param name="Symbol">The ticker.</param>
/// <param name="From">The session of its first row.</param>
/// <param name="Through">The session of its last row.</param>
/// <param name="Rows">Its rows with every term but that of a year, and with a label of the shortest horizon.</param>
public sealed record PooledTicker(string Symbol, DateOnly From, DateOnly Through, int Rows);

/// <summary>Which slopes a model uses that were not fitted to its target.</summary>
/// <param name="To">Their cut, before the last training row of the model.</param>
/// <param name="InputDigest">The digest of the data from which they were estimated.</param>
public sealed record SlopesOrigin(DateOnly To, string InputDigest);
