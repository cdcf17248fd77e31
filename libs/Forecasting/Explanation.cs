namespace Volcast.Forecasting;

/// <summary>The scale on which contributions add up.</summary>
public enum ContributionScale
{
    /// <summary>Natural log of annualised variance.</summary>
    LogVariance,

    /// <summary>Annualised variance.</summary>
    Variance,

    /// <summary>Annualised volatility, decimal.</summary>
    Volatility,
}

/// <summary>The names of scales in tables, files and answers.</summary>
public static class ContributionScales
{
    /// <summary>log_variance, variance or volatility.</summary>
    public static string Name(this ContributionScale scale) => scale switch
    {
        ContributionScale.LogVariance => "log_variance",
        ContributionScale.Variance => "variance",
        ContributionScale.Volatility => "volatility",
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "expected a scale of contributions"),
    };

    /// <summary>The inverse of <see cref="Name"/>; null if there is no such scale.</summary>
    public static ContributionScale? Find(string name) => name switch
    {
        "log_variance" => ContributionScale.LogVariance,
        "variance" => ContributionScale.Variance,
        "volatility" => ContributionScale.Volatility,
        _ => null,
    };
}

/// <summary>The contribution of each input to one forecast: exact Shapley values of the model's own value function.</summary>
/// <param name="Scale">The scale on which base and contributions add up to the output.</param>
/// <param name="Base">The forecast of the model for its average training row.</param>
/// <param name="Contributions">One for each input, in the model's order.</param>
/// <param name="Output">The model's output on the scale; base plus contributions within 1e-9 · max(1, |output|).</param>
public sealed record Explanation(ContributionScale Scale, double Base, IReadOnlyList<Contribution> Contributions, double Output)
{
    /// <summary>
    /// The explanation in annualised volatility, in which the contributions of all models can be compared. Each contribution
    /// keeps its share of the difference between base and output, so they add up exactly too. With base σ₀, output σ̂ and
    /// contribution φ, φ becomes ½φ · (σ̂ − σ₀)/ln(σ̂/σ₀) from log variance (½φσ₀ in the limit) and φ/(σ̂ + σ₀) from variance.
    /// </summary>
    public Explanation InVolatility()
    {
        var (from, to) = (Volatility(Base), Volatility(Output));
        var factor = Scale switch
        {
            ContributionScale.LogVariance => LogarithmicMean(from, to) / 2,
            ContributionScale.Variance => 1 / (from + to),
            _ => 1,
        };
        return new(ContributionScale.Volatility, from, [.. Contributions.Select(c => c with { Amount = c.Amount * factor })], to);
    }

    private double Volatility(double output) => Scale switch
    {
        ContributionScale.LogVariance => Math.Exp(output / 2),
        ContributionScale.Variance => Math.Sqrt(output),
        _ => output,
    };

    /// <summary>(b − a)/ln(b/a), by its series where the quotient would lose digits.</summary>
    private static double LogarithmicMean(double a, double b)
    {
        var log = Math.Log(b / a);
        return Math.Abs(log) > 1e-4 ? (b - a) / log : a * (1 + log / 2 + log * log / 6);
    }
}

/// <summary>The contribution of one input to a forecast.</summary>
/// <param name="Feature">The input's name, for example <c>vix_term</c>.</param>
/// <param name="Value">The input's value in its own unit.</param>
/// <param name="Amount">Its contribution on the explanation's scale.</param>
public sealed record Contribution(string Feature, double Value, double Amount)
{
    /// <summary>One for each input.</summary>
    internal static Contribution[] Each(
        IReadOnlyList<string> features, ReadOnlySpan<double> values, ReadOnlySpan<double> amounts)
    {
        var contributions = new Contribution[values.Length];
        for (var i = 0; i < contributions.Length; i++)
            contributions[i] = new(features[i], values[i], amounts[i]);
        return contributions;
    }
}
