using Volcast.Features;
using Volcast.Forecasting;

namespace Volcast.Cli.Output;

/// <summary>An input and its value in words that a person understands.</summary>
internal static class FeatureWords
{
    /// <summary>For example <c>return over 5 sessions: +0.9 %</c>.</summary>
    public static string Describe(Contribution reason)
    {
        var feature = FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features)
            .FirstOrDefault(known => known.Name == reason.Feature);
        return feature is null ? $"{reason.Feature}: {reason.Value:G4}" : $"{feature.Phrase}: {Value(feature, reason.Value)}";
    }

    private static string Value(FeatureDefinition feature, double value) => feature.Unit.Split(',')[0] switch
    {
        "decimal" when feature.Group is FeatureGroup.Returns or FeatureGroup.Spreads => $"{100 * value:+0.0;−0.0;0.0} %",
        "decimal" => $"{100 * value:0.0} %",
        "standard deviations" => $"{value:+0.00;−0.00;0.00}",
        "points" => $"{value:0.0}",
        _ => $"{value:0.00}",
    };
}
