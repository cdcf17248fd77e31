namespace Volcast.Forecasting;

/// <summary>Shapley interaction values of the inputs of one forecast (Lundberg, Erion and Lee 2018): a square matrix whose rows
/// add up to the contributions.</summary>
/// <param name="Scale">The scale on which everything adds up to the output.</param>
/// <param name="Features">The inputs, in the model's order.</param>
/// <param name="Amounts">Symmetric. The diagonal holds the effect of an input alone. An entry beside it holds half of the joint
/// effect of two inputs beyond that, because each pair occurs twice.</param>
public sealed record InteractionValues(ContributionScale Scale, IReadOnlyList<string> Features, double[][] Amounts)
{
    /// <summary>Every pair of inputs with its complete joint effect, the strongest first.</summary>
    public IReadOnlyList<(string First, string Second, double Amount)> Pairs() =>
    [
        .. from first in Enumerable.Range(0, Features.Count)
           from second in Enumerable.Range(first + 1, Features.Count - first - 1)
           let amount = Amounts[first][second] + Amounts[second][first]
           orderby Math.Abs(amount) descending
           select (Features[first], Features[second], amount),
    ];
}
