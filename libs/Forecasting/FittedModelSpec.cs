using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Forecasting;

/// <summary>
/// What a fitted forecaster is and what it was fitted on: the content of its <c>recipe.json</c>. Numbers survive the file
/// exactly. Variances are annualised.
/// </summary>
public sealed record FittedModelSpec
{
    public const string FileName = "recipe.json";

    /// <summary>The newest version of the file's layout that this code reads and writes. 1 did not say what a term takes of which
    /// column.</summary>
    public const int CurrentFormat = 2;

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

    /// <summary>The columns it reads beside the log returns, in the model's order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The session of the first row learnt from.</summary>
    public required DateOnly TrainingFrom { get; init; }

    /// <summary>The session of the last row learnt from; its label ended a horizon later.</summary>
    public required DateOnly TrainingTo { get; init; }

    /// <summary>The rows learnt from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>The mean realised variance of the training rows.</summary>
    public required double TargetMean { get; init; }

    /// <summary>The smallest realised variance of the training rows.</summary>
    public required double TargetMinimum { get; init; }

    /// <summary>What every random draw was derived from; absent where nothing is drawn.</summary>
    public int? Seed { get; init; }

    /// <summary>The constant of an affine stage; absent where there is none.</summary>
    public double? Intercept { get; init; }

    /// <summary>The terms of an affine stage; absent where there is none.</summary>
    public IReadOnlyList<AffineTerm>? Terms { get; init; }

    /// <summary>The affine models whose log variances are averaged; absent where there are none.</summary>
    public IReadOnlyList<RecipeMember>? Members { get; init; }

    /// <summary>The one state of a model that has no other input; absent where there is none.</summary>
    public VarianceState? State { get; init; }

    /// <summary>The weights of a model that sees its past through power laws, by name; absent where there are none.</summary>
    public IReadOnlyDictionary<string, double>? Kernels { get; init; }

    /// <summary>The booster's parameters as they were given to XGBoost; absent where there is none.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>The boosting rounds; absent where there is no booster.</summary>
    public int? Rounds { get; init; }

    internal static FittedModelSpec Of(IForecaster model, ForecastingData known, TrainingSample sample, int horizon) => new()
    {
        Name = model.Name,
        Symbol = known.Symbol,
        Horizon = horizon,
        Inputs = model.Inputs,
        TrainingFrom = sample.From,
        TrainingTo = sample.To,
        TrainingRows = sample.Rows,
        TargetMean = sample.Labels.Average(),
        TargetMinimum = sample.Labels.Min(),
    };

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="InvalidDataException">The file is damaged or of a newer format; the message says which.</exception>
    public static FittedModelSpec Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            if (document.RootElement.TryGetProperty("format", out var format) && format.GetInt32() > CurrentFormat)
                throw new InvalidDataException($"{FileName} is of format {format} and this version reads up to {CurrentFormat}: "
                    + "use a newer Volcast or train again.");
            return document.Deserialize<FittedModelSpec>(Json) ?? throw new InvalidDataException($"{FileName} is empty: train again.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{FileName} is damaged: {error.Message} Restore it, or train again.", error);
        }
    }

    /// <summary>Where a column stands among the inputs.</summary>
    /// <exception cref="InvalidDataException">It is none of them.</exception>
    internal int PlaceOf(string column)
    {
        for (var i = 0; i < Inputs.Count; i++)
            if (Inputs[i] == column)
                return i;
        throw new InvalidDataException($"{FileName} of {Name} does not name the input {column}: train again.");
    }

    /// <summary>The answer of a model that looks back on returns to a row of inputs without a history.</summary>
    internal NotSupportedException NeedsHistory() => new($"{Name} looks back on log returns, so that a row of inputs is not "
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
    /// <exception cref="InvalidDataException">It has none of this name, or one that no kernel has.</exception>
    internal double RequireKernel(string name) =>
        Kernels is { } kernels && kernels.TryGetValue(name, out var value) && value > 0 && double.IsFinite(value)
            ? value
            : throw new InvalidDataException($"{FileName} of {Name} does not hold the parameter {name}: train again.");
}
