using System.Collections.Frozen;
using Volcast.Features;
using Volcast.Forecasting;

namespace Volcast.Prediction;

/// <summary>Readable labels of a model's inputs.</summary>
public static class FeatureLabels
{
    private static readonly FrozenDictionary<string, FeatureDefinition> Declared =
        FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features).ToFrozenDictionary(feature => feature.Name);

    /// <summary>The input's label and value, for example <c>return over 5 sessions: +0.9 %</c>; the name and value if no catalog
    /// declares the input.</summary>
    public static string Describe(Contribution reason) => Declared.TryGetValue(reason.Feature, out var feature)
        ? feature.Describe(reason.Value)
        : $"{reason.Feature}: {reason.Value:G4}";

    /// <summary>The label of an input's family. An input that no catalog declares, such as the state of a GARCH model, is
    /// computed from the target's own returns, so its family is recent volatility.</summary>
    public static string Family(string feature) =>
        (Declared.GetValueOrDefault(feature)?.Family ?? FeatureFamily.RecentVolatility).Label();
}
