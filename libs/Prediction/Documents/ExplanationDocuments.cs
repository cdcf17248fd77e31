using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Predictions;
using Volcast.Forecasting;

namespace Volcast.Prediction.Documents;

/// <summary>Converts explanations to the documents that API and command line publish.</summary>
public static class ExplanationDocuments
{
    private const double Points = 100;
    private const int TopReasons = 5;

    /// <summary>The full document: with input values, descriptions and the largest reasons.</summary>
    /// <param name="own">On the model's own scale.</param>
    public static ExplanationDocument Of(Explanation own) => Of(own, own.InVolatility());

    /// <param name="own">On the model's own scale.</param>
    /// <param name="inVolatility">The same in annualised volatility, decimal.</param>
    public static ExplanationDocument Of(Explanation own, Explanation inVolatility)
    {
        var isLog = own.Scale == ContributionScale.LogVariance;
        var contributions = Contributions(own, inVolatility);
        return new ExplanationDocument
        {
            Scale = own.Scale.Name(),
            BaseLogVariance = isLog ? own.Base : null,
            LogVariance = isLog ? own.Output : null,
            BaseVolatilityPoints = Points * inVolatility.Base,
            VolatilityPoints = Points * inVolatility.Output,
            Contributions = contributions,
            Families = Families(own, inVolatility),
            TopReasons =
            [
                .. contributions.OrderByDescending(one => Math.Abs(one.VolatilityPointsContribution)).Take(TopReasons)
                    .Select(Sentence),
            ],
        };
    }

    /// <summary>The short document, without input values and descriptions, for many rows at once.</summary>
    /// <param name="own">On the model's own scale.</param>
    public static RowExplanationDocument OfRow(Explanation own)
    {
        var inVolatility = own.InVolatility();
        var isLog = own.Scale == ContributionScale.LogVariance;
        var contributions = new FeatureContributionDocument[own.Contributions.Count];
        for (var i = 0; i < contributions.Length; i++)
        {
            var one = own.Contributions[i];
            contributions[i] = new(one.Feature, isLog ? one.Amount : null, Points * inVolatility.Contributions[i].Amount);
        }
        return new(own.Scale.Name(), isLog ? own.Base : null, isLog ? own.Output : null, Points * inVolatility.Base,
            Points * inVolatility.Output, contributions, Families(own, inVolatility));
    }

    /// <summary>The contributions with input values and descriptions.</summary>
    /// <param name="own">On the model's own scale.</param>
    /// <param name="inVolatility">The same in annualised volatility, decimal.</param>
    public static IReadOnlyList<ContributionDocument> Contributions(Explanation own, Explanation inVolatility)
    {
        var isLog = own.Scale == ContributionScale.LogVariance;
        return
        [
            .. own.Contributions.Zip(inVolatility.Contributions, (one, points) => new ContributionDocument(
                one.Feature, FeatureLabels.Family(one.Feature), one.Value, isLog ? one.Amount : null, Points * points.Amount,
                FeatureLabels.Describe(one))),
        ];
    }

    /// <summary>The contributions summed by family.</summary>
    /// <param name="own">On the model's own scale.</param>
    /// <param name="inVolatility">The same in annualised volatility, decimal.</param>
    public static IReadOnlyList<FamilyContributionDocument> Families(Explanation own, Explanation inVolatility)
    {
        var isLog = own.Scale == ContributionScale.LogVariance;
        var sums = FamilyContribution.Sums(own, inVolatility);
        var families = new FamilyContributionDocument[sums.Count];
        for (var i = 0; i < families.Length; i++)
            families[i] = new(sums[i].Name, isLog ? sums[i].Own : null, Points * sums[i].Points);
        return families;
    }

    /// <summary>What a contribution does to the forecast, such as "lowers the forecast by 0.8 points"; null where the number
    /// would be 0.0.</summary>
    internal static string? Effect(double points) => Math.Abs(points) < .05 ? null
        : $"{(points < 0 ? "lowers" : "raises")} the forecast by {Math.Abs(points):0.0} points";

    private static string Sentence(ContributionDocument one) =>
        $"{one.Description} {Effect(one.VolatilityPointsContribution) ?? "hardly moves the forecast"}";
}
