using System.Collections.Frozen;
using Volcast.Features;
using Volcast.Forecasting;

namespace Volcast.Prediction;

/// <summary>A model's inputs in words that a person understands.</summary>
public static class FeatureLabels
{
    private static readonly FrozenDictionary<string, FeatureDefinition> Known =
        FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features).ToFrozenDictionary(feature => feature.Name);

    /// <summary>For example <c>return over 5 sessions: +0.9 %</c>.</summary>
    public static string Describe(Contribution reason)
    {
        var feature = Known.GetValueOrDefault(reason.Feature);
        return feature is null ? $"{reason.Feature}: {reason.Value:G4}" : $"{feature.Phrase}: {Value(feature, reason.Value)}";
    }

    /// <summary>The family of a feature; what no catalog holds, such as the state of a GARCH, is made from the target's own
    /// returns and belongs to recent volatility.</summary>
    public static string Family(string feature) =>
        (Known.GetValueOrDefault(feature)?.Family ?? FeatureFamily.RecentVolatility) switch
        {
            FeatureFamily.RecentVolatility => "recent volatility",
            FeatureFamily.Implied => "implied volatility",
            FeatureFamily.Leverage => "leverage",
            FeatureFamily.CrossAsset => "cross-asset",
            var other => $"{other}",
        };

    private static string Value(FeatureDefinition feature, double value) => feature.Unit.Split(',')[0] switch
    {
        "decimal" when feature.Group is FeatureGroup.Returns or FeatureGroup.Spreads => $"{100 * value:+0.0;−0.0;0.0} %",
        "decimal" => $"{100 * value:0.0;−0.0;0.0} %",
        "standard deviations" => $"{value:+0.00;−0.00;0.00}",
        "points" => $"{value:0.0;−0.0;0.0}",
        _ => $"{value:0.00;−0.00;0.00}",
    };
}
