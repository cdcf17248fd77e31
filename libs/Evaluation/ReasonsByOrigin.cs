using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>Why a model forecast what it did, column-wise over the origins of a walk-forward; each fold's explanation refers to
/// that fold's own training rows.</summary>
public sealed record ReasonsByOrigin
{
    /// <summary>On which scale base and amounts add up to the model's output.</summary>
    public required ContributionScale Scale { get; init; }

    /// <summary>The model's inputs, in its order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The forecast for the average training row of each origin's fold; NaN where the model sat out.</summary>
    public required double[] Base { get; init; }

    /// <summary>A column for each of <see cref="Features"/>, a row for each origin; NaN where the model sat out.</summary>
    public required double[][] Amounts { get; init; }
}
