using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>Why the model in charge says what it says at one origin, or at each of several.</summary>
public sealed record ExplainReport
{
    public required Symbol Target { get; init; }

    /// <summary>Real or simulated bars.</summary>
    public required LakeKind Market { get; init; }

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
    public required IReadOnlyList<ExplainedOrigin> Origins { get; init; }

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

    private Importance[] Rank(Func<ExplainedOrigin, IEnumerable<(string Name, double Own, double Points)>> parts) =>
        [.. Origins.SelectMany(parts).GroupBy(part => part.Name).Select(group => new Importance(
            group.Key, group.Average(part => Math.Abs(part.Own)), group.Average(part => Math.Abs(part.Points))))
            .OrderByDescending(importance => importance.Points)];
}

/// <summary>One origin's reasons, in both scales.</summary>
/// <param name="Origin">The forecast origin.</param>
/// <param name="Variance">The forecast, annualised variance.</param>
/// <param name="Reasons">On the model's own scale.</param>
/// <param name="InVolatility">In annualised volatility, decimal.</param>
public sealed record ExplainedOrigin(DateOnly Origin, double Variance, Explanation Reasons, Explanation InVolatility)
{
    /// <summary>Contributions summed by family, in the order in which the families first appear.</summary>
    public IReadOnlyList<(string Name, double Own, double Points)> Families() =>
    [
        .. Reasons.Contributions.Zip(InVolatility.Contributions)
            .GroupBy(pair => FamilyOf(pair.First.Feature))
            .Select(family => (family.Key, family.Sum(pair => pair.First.Amount), family.Sum(pair => pair.Second.Amount))),
    ];

    /// <summary>The family of a feature in words; what no catalog holds, such as the state of a GARCH, is made from the target's
    /// own returns and belongs to recent volatility.</summary>
    public static string FamilyOf(string feature) =>
        (FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features).FirstOrDefault(known => known.Name == feature)?.Family
            ?? FeatureFamily.RecentVolatility) switch
        {
            FeatureFamily.RecentVolatility => "recent volatility",
            FeatureFamily.Implied => "implied volatility",
            FeatureFamily.Leverage => "leverage",
            FeatureFamily.CrossAsset => "cross-asset",
            var other => $"{other}",
        };
}

/// <summary>How much a feature or family moves the forecast on average.</summary>
/// <param name="Name">Of the feature or family.</param>
/// <param name="Own">Mean |contribution| on the model's own scale.</param>
/// <param name="Points">Mean |contribution| in annualised volatility, decimal.</param>
public sealed record Importance(string Name, double Own, double Points);
