using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Forecasting;

/// <summary>
/// A fitted forecaster's coefficients and training facts: the content of its <c>recipe.json</c>. The file stores numbers without
/// loss. Variances are annualised.
/// </summary>
public sealed record FittedModelSpec
{
    public const string FileName = "recipe.json";

    /// <summary>The newest format of the file that this code reads and writes. Format 1 did not hold the column and transform of
    /// each term, and format 2 neither members that are affine in variance nor the origin of a member's slopes.</summary>
    public const int CurrentFormat = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The forecaster's name in <see cref="ForecasterCatalog"/>.</summary>
    public required string Name { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The columns that it reads in addition to the log returns, in the model's order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The implied-volatility index of the training rows, such as ^VIX, which every forecast of the model uses; absent in
    /// the files of earlier versions.</summary>
    public string? ImpliedIndex { get; init; }

    /// <summary>The session of the first training row.</summary>
    public required DateOnly TrainingFrom { get; init; }

    /// <summary>The session of the last training row; its label ended a horizon later.</summary>
    public required DateOnly TrainingTo { get; init; }

    /// <summary>The number of training rows.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>The mean realised variance of the training rows.</summary>
    public required double TargetMean { get; init; }

    /// <summary>The smallest realised variance of the training rows.</summary>
    public required double TargetMinimum { get; init; }

    /// <summary>The random seed; absent if nothing is random.</summary>
    public int? Seed { get; init; }

    /// <summary>The intercept of an affine stage; absent if there is none.</summary>
    public double? Intercept { get; init; }

    /// <summary>The terms of an affine stage; absent if there is none.</summary>
    public IReadOnlyList<AffineTerm>? Terms { get; init; }

    /// <summary>Where the slopes come from; absent if they were fitted to the target.</summary>
    public SlopesOrigin? Slopes { get; init; }

    /// <summary>The factor by which recalibrations after the fit have multiplied the forecast variance; absent if there was none.
    /// The intercepts include it.</summary>
    public double? LevelFactor { get; init; }

    /// <summary>The affine models whose log variances are averaged; absent if there are none.</summary>
    public IReadOnlyList<RecipeMember>? Members { get; init; }

    /// <summary>The only state of a model without other inputs; absent if there is none.</summary>
    public VarianceState? State { get; init; }

    /// <summary>The parameters of power-law kernels, by name; absent if there are none.</summary>
    public IReadOnlyDictionary<string, double>? Kernels { get; init; }

    /// <summary>The booster's parameters as passed to XGBoost; absent if there is no booster.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>The boosting rounds; absent if there is no booster.</summary>
    public int? Rounds { get; init; }

    internal static FittedModelSpec Of(IForecaster model, ForecastingData known, TrainingSample sample, int horizon) => new()
    {
        Name = model.Name,
        Symbol = known.Symbol,
        Horizon = horizon,
        Inputs = model.Inputs,
        ImpliedIndex = known.ImpliedIndex,
        TrainingFrom = sample.From,
        TrainingTo = sample.To,
        TrainingRows = sample.Rows,
        TargetMean = sample.Labels.Average(),
        TargetMinimum = sample.Labels.Min(),
    };

    /// <summary>The same recipe with every forecast variance multiplied by a factor. Only for a recipe that is affine in log
    /// variance.</summary>
    internal FittedModelSpec WithLevel(double factor) => this with
    {
        Intercept = Intercept + Math.Log(factor),
        Members = Members is null ? null : [.. Members.Select(member => member.WithLevel(factor))],
        LevelFactor = (LevelFactor ?? 1) * factor,
    };

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="InvalidDataException">The file is damaged or of a newer format; the message says which.</exception>
    public static FittedModelSpec Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            if (document.RootElement.TryGetProperty("format", out var format) && format.GetInt32() > CurrentFormat)
                throw new InvalidDataException($"{FileName} has format {format}, but this version reads up to {CurrentFormat}: "
                    + "use a newer Volcast or train again.");
            return document.Deserialize<FittedModelSpec>(Json)
                ?? throw new InvalidDataException($"{FileName} is empty: train again.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{FileName} is damaged: {error.Message} Restore it, or train again.", error);
        }
    }

    /// <summary>The position of a column among the inputs.</summary>
    /// <exception cref="InvalidDataException">It is not an input.</exception>
    internal int PlaceOf(string column)
    {
        for (var i = 0; i < Inputs.Count; i++)
            if (Inputs[i] == column)
                return i;
        throw new InvalidDataException($"{FileName} of {Name} does not name the input {column}: train again.");
    }

    /// <summary>The exception of a model that needs past returns and gets a row of inputs without a history.</summary>
    internal NotSupportedException NeedsHistory() => new($"{Name} needs past log returns, so a row of inputs is not "
        + "enough for a forecast: give it the history.");

    /// <summary>The affine stage of this recipe.</summary>
    /// <exception cref="InvalidDataException">It has none, or not the terms expected.</exception>
    internal AffineStage AffineStage(IReadOnlyList<Regressor> regressors) =>
        Intercept is { } intercept && Terms is { } present && Forecasting.AffineStage.AreTermsOf(present, regressors)
            ? new(intercept, present)
            : throw new InvalidDataException($"{FileName} of {Name} does not hold the terms "
                + $"{string.Join(", ", regressors.Select(r => r.Term))}: train again.");

    /// <summary>The state of this recipe.</summary>
    /// <exception cref="InvalidDataException">It has none, or not the one expected.</exception>
    internal VarianceState RequireState(string name) => State is { } state && state.Name == name
        ? state
        : throw new InvalidDataException($"{FileName} of {Name} does not hold the state {name}: train again.");

    /// <summary>A parameter of this recipe's kernels.</summary>
    /// <exception cref="InvalidDataException">It has no parameter of this name, or an impossible value.</exception>
    internal double RequireKernel(string name) =>
        Kernels is { } kernels && kernels.TryGetValue(name, out var value) && value > 0 && double.IsFinite(value)
            ? value
            : throw new InvalidDataException($"{FileName} of {Name} does not hold the parameter {name}: train again.");
}
