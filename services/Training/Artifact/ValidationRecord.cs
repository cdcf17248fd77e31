using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Lake;
using Volcast.Volatility;

namespace Volcast.Services.Training.Artifact;

/// <summary>The out-of-sample scores of a version: the content of its <c>evidence.json</c>, which is enough to judge the version
/// without its run or its data. A figure that does not exist is null.</summary>
public sealed record ValidationRecord
{
    public const string FileName = "evidence.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
    };

    public int Format { get; init; } = 1;

    /// <summary>The recipe of this version; one of <see cref="Models"/>.</summary>
    public required string Model { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    [JsonPropertyName("market")]
    public required string DataKind { get; init; }

    /// <summary>The first of the common origins on which the models are scored.</summary>
    public required DateOnly FirstOrigin { get; init; }

    /// <summary>The last of these origins.</summary>
    public required DateOnly LastOrigin { get; init; }

    /// <summary>The last session that the search of the recipe's parameters read; null if they were not searched. Scores on
    /// origins up to it are not out of sample.</summary>
    public DateOnly? SearchedTo { get; init; }

    /// <summary>Sessions from one refit to the next.</summary>
    public required int RefitEvery { get; init; }

    /// <summary>The model with which the others are compared.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The confidence of the intervals of ratios.</summary>
    public required double Confidence { get; init; }

    /// <summary>The models on their common origins, the shipped model first.</summary>
    public required IReadOnlyList<ValidationScores> Models { get; init; }

    internal static ValidationRecord Of(FinishedTraining training)
    {
        var options = new ComparisonOptions();
        var recipe = training.Fitted.Spec;
        var common = CommonOrigins.Of(training.WalkForward);
        var compared = IsComparable(training, options)
            ? ForecastComparison.Of(training.WalkForward, options).Models.ToDictionary(model => model.Model)
            : [];
        return new()
        {
            Model = recipe.Name,
            Symbol = recipe.Symbol,
            Horizon = recipe.Horizon,
            DataKind = training.DataKind.Name(),
            FirstOrigin = common.First,
            LastOrigin = common.Last,
            SearchedTo = training.Request.SearchedTo,
            RefitEvery = new WalkForwardOptions().RefitEvery,
            Benchmark = options.Benchmark,
            Confidence = options.Confidence,
            Models = [.. training.Scores.Select(score => ValidationScores.Of(score, compared.GetValueOrDefault(score.Model)))],
        };
    }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ValidationRecord Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ValidationRecord>(json, Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{FileName} is damaged: {error.Message} Restore it, or train again.", error);
        }
    }

    /// <summary>Whether the origins suffice for intervals and tests; a mean loss needs only a few.</summary>
    private static bool IsComparable(FinishedTraining training, ComparisonOptions options) => training.Scores.Any(score =>
        score.Model == options.Benchmark && score.N > NeweyWest.LagsPerSession * training.WalkForward.Horizon);
}

/// <summary>One model of a walk-forward.</summary>
/// <param name="Model">Its name.</param>
/// <param name="N">The number of scored origins.</param>
/// <param name="Qlike">Mean QLIKE on variance; smaller is better.</param>
/// <param name="Ratio">Its QLIKE divided by the benchmark's.</param>
/// <param name="RatioLower">The lower end of the ratio's block-bootstrap interval; null on fewer origins than
/// ten blocks.</param>
/// <param name="RatioUpper">The upper end.</param>
/// <param name="DieboldMariano">The statistic against the benchmark, positive if the model is better; null for the
/// benchmark.</param>
/// <param name="DieboldMarianoP">The two-sided p-value of that test.</param>
/// <param name="ConfidenceSetP">The p-value in the model confidence set.</param>
/// <param name="R2Volatility">1 − SSE/SST on annualised volatility.</param>
/// <param name="MincerZarnowitzIntercept">The intercept of the regression of realised on forecast variance.</param>
/// <param name="MincerZarnowitzSlope">Its slope; 1 if forecasts have the right scale at every level.</param>
/// <param name="Coverage80">The share of outcomes within the 80 % interval.</param>
/// <param name="Coverage95">The share of outcomes within the 95 % interval.</param>
public sealed record ValidationScores(
    string Model,
    int N,
    double? Qlike,
    double? Ratio,
    double? RatioLower,
    double? RatioUpper,
    double? DieboldMariano,
    double? DieboldMarianoP,
    double? ConfidenceSetP,
    [property: JsonPropertyName("r2_volatility")] double? R2Volatility,
    double? MincerZarnowitzIntercept,
    double? MincerZarnowitzSlope,
    [property: JsonPropertyName("coverage_80")] double? Coverage80,
    [property: JsonPropertyName("coverage_95")] double? Coverage95)
{
    internal static ValidationScores Of(Score score, ComparedModel? compared) => new(
        score.Model, score.N, Finite(score.Qlike), Finite(score.RatioToBenchmark),
        Finite(compared?.Ratio.Interval.Value?.Lower), Finite(compared?.Ratio.Interval.Value?.Upper),
        Finite(compared?.DieboldMariano?.Statistic), Finite(compared?.DieboldMariano?.PValue),
        Finite(compared?.ConfidenceSetPValue), Finite(score.RSquaredOnVolatility),
        Finite(score.MincerZarnowitz.Value?.Intercept), Finite(score.MincerZarnowitz.Value?.Slope),
        Finite(score.Coverage80), Finite(compared?.Interval95.Coverage));

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
