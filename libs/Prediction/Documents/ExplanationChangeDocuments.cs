using Volcast.ApiContract.Explanations;
using Volcast.Forecasting;

namespace Volcast.Prediction.Documents;

/// <summary>Converts changes of explanations to the documents that API and command line publish.</summary>
public static class ExplanationChangeDocuments
{
    private const double Points = 100;
    private const int TopChanges = 5;

    /// <param name="origin">The earlier origin.</param>
    /// <param name="isStored">Whether the table of forecasts holds the earlier forecast.</param>
    /// <param name="version">The version that made the earlier forecast.</param>
    /// <param name="earlier">The earlier reasons, on the model's own scale.</param>
    /// <param name="later">The later reasons.</param>
    public static ExplanationChangeDocument Of(
        DateOnly origin, bool isStored, int version, Explanation earlier, Explanation later)
    {
        var change = ExplanationChange.Of(earlier, later);
        return new()
        {
            SinceOrigin = origin,
            SinceIsStored = isStored,
            SinceModelVersion = version,
            SinceVolatility = earlier.InVolatility().Output,
            VolatilityPointsChange = Points * change.Total,
            BaseVolatilityPointsChange = Points * change.Base,
            Contributions =
            [
                .. change.Inputs.Select(one => new ContributionChangeDocument(one.Feature, FeatureLabels.Family(one.Feature),
                    one.Before?.Value, one.After?.Value, Points * one.Amount, Describe(one))),
            ],
            Families = [.. change.Families().Select(one => new FamilyChangeDocument(one.Family, Points * one.Amount))],
            TopChanges = [.. change.Inputs.Take(TopChanges).Select(Sentence)],
        };
    }

    /// <summary>The input with its value now and before, such as "VIX: 26.91, before 20.03".</summary>
    public static string Describe(ContributionChange change) => (change.Before, change.After) switch
    {
        ({ } before, { } after) => $"{FeatureLabels.Describe(after)}, before {FeatureLabels.DescribeValue(before)}",
        ({ } before, null) => $"{FeatureLabels.Describe(before)}, no longer an input",
        (_, { } after) => $"{FeatureLabels.Describe(after)}, a new input",
        _ => change.Feature,
    };

    private static string Sentence(ContributionChange change)
    {
        var (before, after, amount) =
            (Points * (change.Before?.Amount ?? 0), Points * (change.After?.Amount ?? 0), Points * change.Amount);
        return $"{Describe(change)}: " + (ExplanationDocuments.Effect(amount) is null ? "moves the forecast as before"
            : change.Before is null ? ExplanationDocuments.Effect(after)
            : change.After is null ? $"it {Past(before)} the forecast by {Math.Abs(before):0.0} points"
            : Math.Sign(before) == -Math.Sign(after) ? $"{ExplanationDocuments.Effect(after) ?? "hardly moves the forecast"}; before, "
                + (ExplanationDocuments.Effect(before) is null ? "it hardly moved it"
                    : $"it {Past(before)} it by {Math.Abs(before):0.0}")
            : $"{(before + after < 0 ? "lowers" : "raises")} the forecast by {Math.Abs(amount):0.0} points "
                + $"{(Math.Abs(after) > Math.Abs(before) ? "more" : "less")} than before");
    }

    private static string Past(double points) => points < 0 ? "lowered" : "raised";
}
