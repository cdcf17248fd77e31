using Volcast.Forecasting;

namespace Volcast.Prediction;

/// <summary>How the reasons of a forecast differ from those of an earlier one, in annualised volatility, decimal. The change of
/// the base and those of all inputs add up to the change of the forecast.</summary>
/// <param name="Base">By how much the base differs; 0 if the same fit made both forecasts.</param>
/// <param name="Inputs">One for each input of either forecast, the largest change first.</param>
/// <param name="Total">By how much the forecast differs.</param>
public sealed record ExplanationChange(double Base, IReadOnlyList<ContributionChange> Inputs, double Total)
{
    /// <param name="earlier">On the model's own scale.</param>
    /// <param name="later">On its own scale, which may differ.</param>
    public static ExplanationChange Of(Explanation earlier, Explanation later)
    {
        var (before, after) = (earlier.InVolatility(), later.InVolatility());
        var past = before.Contributions.ToDictionary(one => one.Feature);
        var present = after.Contributions.Select(one => one.Feature).ToHashSet();
        return new(after.Base - before.Base,
            [
                .. after.Contributions
                    .Select(one => new ContributionChange(one.Feature, past.GetValueOrDefault(one.Feature), one))
                    .Concat(before.Contributions.Where(one => !present.Contains(one.Feature))
                        .Select(one => new ContributionChange(one.Feature, one, null)))
                    .OrderByDescending(one => Math.Abs(one.Amount)).ThenBy(one => one.Feature, StringComparer.Ordinal),
            ],
            after.Output - before.Output);
    }

    /// <summary>The changes summed by family, the largest first.</summary>
    public IReadOnlyList<(string Family, double Amount)> Families() =>
    [
        .. Inputs.GroupBy(one => FeatureLabels.Family(one.Feature))
            .Select(family => (Family: family.Key, Amount: family.Sum(one => one.Amount)))
            .OrderByDescending(family => Math.Abs(family.Amount)).ThenBy(family => family.Family, StringComparer.Ordinal),
    ];
}

/// <summary>One input's contribution to two forecasts.</summary>
/// <param name="Feature">The input's name.</param>
/// <param name="Before">To the earlier forecast, in volatility; null if it had no such input.</param>
/// <param name="After">To the later one; null if it has no such input.</param>
public sealed record ContributionChange(string Feature, Contribution? Before, Contribution? After)
{
    /// <summary>By how much the contribution differs, in annualised volatility, decimal.</summary>
    public double Amount => (After?.Amount ?? 0) - (Before?.Amount ?? 0);
}
