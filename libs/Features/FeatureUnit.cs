namespace Volcast.Features;

/// <summary>The unit of a feature's stored number, and how a value is shown to a person. Stored numbers are decimals, never
/// percent.</summary>
/// <param name="Name">For example <c>decimal, annualised</c>.</param>
/// <param name="Show">The value as text, rounded: decimals as percent, changes with their sign.</param>
public sealed record FeatureUnit(string Name, Func<double, string> Show)
{
    /// <summary>A log return; .01 is shown as +1.0 %.</summary>
    public static FeatureUnit LogReturn { get; } = new("decimal, log", value => $"{100 * value:+0.0;−0.0;0.0} %");

    /// <summary>An annualised volatility; .2 is shown as 20.0 %.</summary>
    public static FeatureUnit Volatility { get; } = new("decimal, annualised", Percent);

    /// <summary>A share of a whole; .2 is shown as 20.0 %.</summary>
    public static FeatureUnit Share { get; } = new("decimal", Percent);

    /// <summary>Points of a volatility index: annualised percent.</summary>
    public static FeatureUnit Points { get; } = new("points (percent, annualised)", TwoDecimals);

    /// <summary>One quantity divided by another of the same unit.</summary>
    public static FeatureUnit Ratio { get; } = new("ratio", TwoDecimals);

    /// <summary>An indicator with a special scale, such as the RSI.</summary>
    public static FeatureUnit Index { get; } = new("index", TwoDecimals);

    /// <summary>A coefficient of correlation.</summary>
    public static FeatureUnit Correlation { get; } = new("correlation", TwoDecimals);

    /// <summary>A move divided by its usual size; 1.5 is shown as +1.50.</summary>
    public static FeatureUnit StandardDeviations { get; } =
        new("standard deviations", value => $"{value:+0.00;−0.00;0.00}");

    private static string Percent(double value) => $"{100 * value:0.0;−0.0;0.0} %";

    private static string TwoDecimals(double value) => $"{value:0.00;−0.00;0.00}";
}
