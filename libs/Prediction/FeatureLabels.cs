using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>Readable labels of a model's inputs.</summary>
public static partial class FeatureLabels
{
    private static readonly FrozenDictionary<string, FeatureDefinition> Declared =
        FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features).ToFrozenDictionary(feature => feature.Name);

    /// <summary>The input's label and value, for example <c>return over 5 sessions: +0.9 %</c>; the name and value if no catalog
    /// declares the input.</summary>
    public static string Describe(Contribution reason)
    {
        var (label, value) = Parts(reason);
        return $"{label}: {value}";
    }

    /// <summary>The input's label, for example <c>return over 5 sessions</c>; its name if there is none.</summary>
    public static string Label(string feature) =>
        Declared.GetValueOrDefault(feature)?.Label ?? VarianceLabel(feature) ?? feature;

    /// <summary>The input's value alone, as <see cref="Describe"/> shows it.</summary>
    public static string DescribeValue(Contribution reason) => Parts(reason).Value;

    private static (string Label, string Value) Parts(Contribution reason) =>
        Declared.TryGetValue(reason.Feature, out var feature) ? (feature.Label, feature.Unit.Show(reason.Value))
        : VarianceLabel(reason.Feature) is { } label ? (label, FeatureUnit.Volatility.Show(Math.Sqrt(reason.Value)))
        : (reason.Feature, $"{reason.Value:G4}");

    /// <summary>The label of an annualised variance that a baseline computes from returns, shown as a volatility; null for
    /// another input.</summary>
    private static string? VarianceLabel(string input) => input switch
    {
        "rs_negative_1d" => "volatility of the last session if it fell, else 0",
        "rs_positive_1d" => "volatility of the last session if it rose, else 0",
        "ewma_variance" => "exponentially weighted volatility",
        _ when ReturnWindow().Match(input) is { Success: true } window =>
            $"realised volatility over {Counted.Of(int.Parse(window.Groups[1].Value, CultureInfo.InvariantCulture), "session")}",
        _ => null,
    };

    [GeneratedRegex(@"^rv_([0-9]{1,4})d$")]
    private static partial Regex ReturnWindow();

    /// <summary>The label of an input's family. An input that no catalog declares, such as the state of a GARCH model, is
    /// computed from the target's own returns, so its family is recent volatility.</summary>
    public static string Family(string feature) =>
        (Declared.GetValueOrDefault(feature)?.Family ?? FeatureFamily.RecentVolatility).Label();
}
