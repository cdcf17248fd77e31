using Volcast.Forecasting;

namespace Volcast.Serving;

/// <summary>One forecast's reasons, in both scales.</summary>
/// <param name="Origin">The forecast origin.</param>
/// <param name="Variance">The forecast, annualised variance.</param>
/// <param name="Reasons">On the model's own scale.</param>
/// <param name="InVolatility">In annualised volatility, decimal.</param>
public sealed record ExplainedForecast(DateOnly Origin, double Variance, Explanation Reasons, Explanation InVolatility)
{
    /// <summary>Contributions summed by family, in the order in which the families first appear.</summary>
    public IReadOnlyList<FamilyContribution> Families() =>
    [
        .. Reasons.Contributions.Zip(InVolatility.Contributions)
            .GroupBy(pair => FeatureWords.Family(pair.First.Feature))
            .Select(family => new FamilyContribution(
                family.Key, family.Sum(pair => pair.First.Amount), family.Sum(pair => pair.Second.Amount))),
    ];
}

/// <summary>What the features of one family add to a forecast together.</summary>
/// <param name="Name">Of the family, in words.</param>
/// <param name="Own">On the model's own scale.</param>
/// <param name="Points">In annualised volatility, decimal.</param>
public sealed record FamilyContribution(string Name, double Own, double Points);
