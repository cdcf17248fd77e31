using System.Text.Json;
using Volcast.ApiContract.Models;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Volatility;

namespace Volcast.Services.Training.Artifact;

/// <summary>The out-of-sample scores of a version: the content of its <c>evidence.json</c>, which is enough to judge the version
/// without its run or its data.</summary>
internal static class ValidationRecord
{
    public const string FileName = "evidence.json";

    private const int Format = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
    };

    /// <param name="recipe">The model that is registered.</param>
    /// <param name="request">Which parameters a search chose.</param>
    /// <param name="kind">The kind of data in the lake.</param>
    /// <param name="walkForward">Of that model and of those that it is compared with.</param>
    /// <param name="scores">The scores of the walk-forward.</param>
    public static EvidenceDocument Of(FittedModelSpec recipe, TrainingRequest request, DataKind kind,
        WalkForwardResult walkForward, IReadOnlyList<Score> scores)
    {
        var options = new ComparisonOptions();
        var common = CommonOrigins.Of(walkForward);
        var compared = IsComparable(walkForward, scores, options)
            ? ForecastComparison.Of(walkForward, options).Models.ToDictionary(model => model.Model)
            : [];
        return new()
        {
            Format = Format,
            Model = recipe.Name,
            Symbol = recipe.Symbol,
            Horizon = recipe.Horizon,
            DataKind = kind.Name(),
            FirstOrigin = common.First,
            LastOrigin = common.Last,
            SearchedTo = request.SearchedTo,
            RefitEvery = new WalkForwardOptions().RefitEvery,
            Benchmark = options.Benchmark,
            Confidence = options.Confidence,
            Models = [.. scores.Select(score => Of(score, compared.GetValueOrDefault(score.Model)))],
        };
    }

    /// <summary>One model's row. A figure that does not exist is null.</summary>
    public static EvidenceScoresDocument Of(Score score, ComparedModel? compared) => new(
        score.Model, score.N, Finite(score.Qlike), Finite(score.RatioToBenchmark),
        Finite(compared?.Ratio.Interval.Value?.Lower), Finite(compared?.Ratio.Interval.Value?.Upper),
        Finite(compared?.DieboldMariano?.Statistic), Finite(compared?.DieboldMariano?.PValue),
        Finite(compared?.ConfidenceSetPValue), Finite(score.RSquaredOnVolatility),
        Finite(score.MincerZarnowitz.Value?.Intercept), Finite(score.MincerZarnowitz.Value?.Slope),
        Finite(score.Coverage80), Finite(compared?.Interval95.Coverage));

    public static byte[] ToJson(EvidenceDocument evidence) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(evidence, Json), (byte)'\n'];

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static EvidenceDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<EvidenceDocument>(json, Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{FileName} is damaged: {JsonDamage.Describe(error)} Restore it, or train again.", error);
        }
    }

    /// <summary>Whether the origins suffice for intervals and tests; a mean loss needs only a few.</summary>
    private static bool IsComparable(
        WalkForwardResult walkForward, IReadOnlyList<Score> scores, ComparisonOptions options) => scores.Any(score =>
            score.Model == options.Benchmark && score.N > NeweyWest.LagsPerSession * walkForward.Horizon);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
