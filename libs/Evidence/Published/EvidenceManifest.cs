using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Forecasting;

namespace Volcast.Evidence.Published;

/// <summary>The content and origin of an evidence folder: its manifest.json, written last.</summary>
internal sealed record EvidenceManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The format that this code reads and writes. Format 1 had daily outcomes and losses.</summary>
    public const int CurrentFormat = 2;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The released recipe and its version, which is also the name of the parent folder, such as volcast-1.</summary>
    public required string Release { get; init; }

    public required string Symbol { get; init; }
    public required int Horizon { get; init; }
    public required DateOnly FirstOrigin { get; init; }
    public required DateOnly LastOrigin { get; init; }
    public required int Origins { get; init; }
    public required IReadOnlyList<string> Models { get; init; }
    public required BacktestRun Run { get; init; }

    /// <summary>The scale of the reasons; missing if there are none.</summary>
    public ContributionScale? ReasonsScale { get; init; }

    /// <summary>Input → display name of its family; missing if there are no reasons.</summary>
    public IReadOnlyDictionary<string, string>? FeatureFamilies { get; init; }

    /// <summary>The number of labelled sessions in the window of the table look_back; missing if it was not run.</summary>
    public int? LookBackRows { get; init; }

    /// <remarks>The file keeps the key of the first releases.</remarks>
    [JsonPropertyName("sat_out")]
    public required IReadOnlyList<SkippedOrigins> SkippedOrigins { get; init; }
    /// <inheritdoc cref="SkippedOrigins" path="/remarks"/>
    [JsonPropertyName("kept_parameters")]
    public required IReadOnlyList<ReusedParameters> ReusedParameters { get; init; }

    /// <summary>File → SHA-256, lower-case hex, of every other file.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The files that do not match this manifest: name, stated digest, and the digest found, which is null if the file
    /// is missing.</summary>
    public IEnumerable<(string File, string Stated, string? Found)> Differences(IReadOnlyDictionary<string, byte[]> files) =>
        Files.Select(file => (file.Key, file.Value,
            Found: files.TryGetValue(file.Key, out var content) ? EvidenceFiles.Digest(content) : null))
            .Where(file => file.Found != file.Value);

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="EvidenceException">The file is damaged or of a newer format.</exception>
    public static EvidenceManifest Parse(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var format = document.RootElement.GetProperty("format").GetInt32();
            if (format > CurrentFormat)
                throw new EvidenceException(
                    $"{FileName} has a newer format than {CurrentFormat}: use the release that wrote it or a newer one.");
            if (format < CurrentFormat)
                throw new EvidenceException($"{FileName} has format {format}, whose daily outcomes and losses give the vendor's"
                    + " series away: write the evidence anew by `volcast backtest --evidence`.");
            return document.Deserialize<EvidenceManifest>(Json)!;
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new EvidenceException($"{FileName} is damaged: {error.Message}", error);
        }
    }
}
