using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Forecasts;

/// <summary>Why the model in charge says what it says at one origin, or at each of several.</summary>
public sealed record ExplainReport
{
    public required Symbol Target { get; init; }

    /// <summary>Real or simulated bars.</summary>
    public required DataKind Market { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The registered model.</summary>
    public required string Model { get; init; }

    public required int Version { get; init; }

    /// <summary>By which the version was chosen.</summary>
    public required string Alias { get; init; }

    /// <summary>The name of the recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The last session whose outcome the model learnt from: origins up to it are explained, but were no forecasts of
    /// this version.</summary>
    public required DateOnly TrainedTo { get; init; }

    /// <summary>Ascending; at least one.</summary>
    public required IReadOnlyList<ExplainedForecast> Origins { get; init; }

    /// <summary>Origins within the range at which an input is absent, so that there is nothing to explain.</summary>
    public required IReadOnlyList<DateOnly> Absent { get; init; }

    /// <summary>At the last origin; null where they were not asked for, or the model has no trees.</summary>
    public InteractionValues? Interactions { get; init; }

    /// <summary>Global importance: each feature's mean absolute contribution over the origins, the largest first.</summary>
    public IReadOnlyList<Importance> ImportanceOfFeatures() => Rank(origin => origin.Reasons.Contributions
        .Zip(origin.InVolatility.Contributions, (own, points) => (Name: own.Feature, Own: own.Amount, Points: points.Amount)));

    /// <summary>The same by family: of a family's contributions the sum counts, in which opposite ones cancel.</summary>
    public IReadOnlyList<Importance> ImportanceOfFamilies() => Rank(origin => origin.Families()
        .Select(family => (family.Name, family.Own, family.Points)));

    private Importance[] Rank(Func<ExplainedForecast, IEnumerable<(string Name, double Own, double Points)>> parts) =>
        [.. Origins.SelectMany(parts).GroupBy(part => part.Name).Select(group => new Importance(
            group.Key, group.Average(part => Math.Abs(part.Own)), group.Average(part => Math.Abs(part.Points))))
            .OrderByDescending(importance => importance.Points)];
}

/// <summary>How much a feature or family moves the forecast on average.</summary>
/// <param name="Name">Of the feature or family.</param>
/// <param name="Own">Mean |contribution| on the model's own scale.</param>
/// <param name="Points">Mean |contribution| in annualised volatility, decimal.</param>
public sealed record Importance(string Name, double Own, double Points);
