using Volcast.ApiContract.CommandLine;
using Volcast.Forecasting;

namespace Volcast.Prediction.Documents;

/// <summary>Converts the importance of inputs to the documents that API and command line publish.</summary>
public static class ImportanceDocuments
{
    private const double Points = 100;

    public static IReadOnlyList<FeatureImportanceDocument> OfFeatures(IReadOnlyList<ExplainedForecast> origins) =>
    [
        .. Importance.OfFeatures(origins)
            .Select(one => new FeatureImportanceDocument(
                one.Name, FeatureLabels.Label(one.Name), Own(origins, one), Points * one.Points)),
    ];

    public static IReadOnlyList<FamilyImportanceDocument> OfFamilies(IReadOnlyList<ExplainedForecast> origins) =>
    [
        .. Importance.OfFamilies(origins)
            .Select(one => new FamilyImportanceDocument(one.Name, Own(origins, one), Points * one.Points)),
    ];

    private static double? Own(IReadOnlyList<ExplainedForecast> origins, Importance one) =>
        origins[^1].Reasons.Scale == ContributionScale.LogVariance ? one.Own : null;
}
