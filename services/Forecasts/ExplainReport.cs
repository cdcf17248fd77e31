using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Forecasts;

/// <summary>Explanations of the serving version's forecasts at one or more origins.</summary>
public sealed record ExplainReport
{
    public required Symbol Target { get; init; }

    /// <summary>Real or simulated bars.</summary>
    public required DataKind DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The registered model.</summary>
    public required string Model { get; init; }

    public required int Version { get; init; }

    /// <summary>The alias that selected the version.</summary>
    public required string Alias { get; init; }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init; }

    /// <summary>The last session whose outcome the model learnt from. Origins up to it are explained too, although this version
    /// made no forecasts then.</summary>
    public required DateOnly TrainedTo { get; init; }

    /// <summary>Ascending; at least one.</summary>
    public required IReadOnlyList<ExplainedForecast> Origins { get; init; }

    /// <summary>Origins in the range that lack an input and so have no explanation.</summary>
    public required IReadOnlyList<DateOnly> Absent { get; init; }

    /// <summary>Interactions at the last origin; null if not requested, or if the model has no trees.</summary>
    public InteractionValues? Interactions { get; init; }

    /// <summary>The explanation of the earlier origin with which the last one is compared; null if not requested.</summary>
    public ExplainedForecast? Since { get; init; }
}
