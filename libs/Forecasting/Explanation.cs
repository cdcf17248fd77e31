namespace Volcast.Forecasting;

/// <summary>On which scale contributions add up.</summary>
public enum ContributionScale
{
    /// <summary>Natural log of annualised variance.</summary>
    LogVariance,

    /// <summary>Annualised volatility, decimal.</summary>
    Volatility,
}

/// <summary>What each input added to one forecast, by exact Shapley values of the model's own value function.</summary>
/// <param name="Scale">The scale on which <paramref name="Base"/> and the contributions add up to <paramref name="Output"/>.</param>
/// <param name="Base">The forecast of the model for its average training row.</param>
/// <param name="Contributions">One for each input, in the model's order.</param>
/// <param name="Output">The model's output on the scale; base plus contributions within 1e-5 · max(1, |output|).</param>
public sealed record Explanation(ContributionScale Scale, double Base, IReadOnlyList<Contribution> Contributions, double Output);

/// <summary>One input's share in a forecast.</summary>
/// <param name="Feature">The input's column name, for example <c>vix_term</c>.</param>
/// <param name="Value">The input's value in its own unit.</param>
/// <param name="Amount">Its contribution on the explanation's scale.</param>
public sealed record Contribution(string Feature, double Value, double Amount);
