namespace Volcast.Forecasting;

/// <summary>How the inputs of one forecast acted together, by Shapley interaction values (Lundberg, Erion and Lee 2018): a
/// square whose rows add up to the contributions.</summary>
/// <param name="Scale">The scale on which everything adds up to the output.</param>
/// <param name="Features">The inputs, in the model's order.</param>
/// <param name="Amounts">Symmetric. On the diagonal what an input does by itself; beside it half of what two do together beyond
/// that, since each pair stands twice.</param>
public sealed record InteractionValues(ContributionScale Scale, IReadOnlyList<string> Features, double[][] Amounts)
{
    /// <summary>Every pair of inputs with the whole of what the two do together, the strongest first.</summary>
    public IReadOnlyList<(string First, string Second, double Amount)> Pairs() =>
    [
        .. from first in Enumerable.Range(0, Features.Count)
           from second in Enumerable.Range(first + 1, Features.Count - first - 1)
           let amount = Amounts[first][second] + Amounts[second][first]
           orderby Math.Abs(amount) descending
           select (Features[first], Features[second], amount),
    ];
}
