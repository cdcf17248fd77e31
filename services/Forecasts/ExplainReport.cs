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

    /// <summary>Global importance: each feature's mean absolute contribution over the origins, the largest first.</summary>
    public IReadOnlyList<Importance> ImportanceOfFeatures() => Rank(origin => origin.Reasons.Contributions
        .Zip(origin.InVolatility.Contributions, (own, points) => (Name: own.Feature, Own: own.Amount, Points: points.Amount)));

    /// <summary>Importance by family: the mean absolute sum of a family's contributions, in which opposite ones cancel.</summary>
    public IReadOnlyList<Importance> ImportanceOfFamilies() => Rank(origin => origin.Families()
        .Select(family => (family.Name, family.Own, family.Points)));

    private Importance[] Rank(Func<ExplainedForecast, IEnumerable<(string Name, double Own, double Points)>> parts) =>
        [.. Origins.SelectMany(parts).GroupBy(part => part.Name).Select(group => new Importance(
            group.Key, group.Average(part => Math.Abs(part.Own)), group.Average(part => Math.Abs(part.Points))))
            .OrderByDescending(importance => importance.Points)];
}

/// <summary>How much a feature or family moves the forecast on average.</summary>
/// <param name="Name">The name of the feature or family.</param>
/// <param name="Own">Mean |contribution| on the model's own scale.</param>
/// <param name="Points">Mean |contribution| in annualised volatility, decimal.</param>
public sealed record Importance(string Name, double Own, double Points);
