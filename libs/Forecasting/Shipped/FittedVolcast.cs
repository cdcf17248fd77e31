namespace Volcast.Forecasting;

/// <summary>The shipped recipe after a fit: the mean of its regressions in log variance, and its trees.</summary>
/// <param name="recipe">With its <see cref="FittedModelSpec.Members"/>.</param>
/// <param name="members">The regressions.</param>
/// <param name="trees">Their columns are the first of the recipe's inputs. Owned.</param>
internal sealed class FittedVolcast(FittedModelSpec recipe, IReadOnlyList<FittedMember> members, FittedTrees trees) : IFittedForecaster
{
    public FittedModelSpec Spec => recipe;

    public bool ForecastsFromInputs => true;

    public double Forecast(ForecastingData known) => Forecast(InputRow.Newest(recipe, known));

    public double Forecast(ReadOnlySpan<double> inputs) => InputRow.Absent(InputRow.Given(recipe, inputs)) < 0
        ? Math.Exp(FittedMember.LogVariance(members, inputs) + trees.Margin(inputs))
        : double.NaN;

    /// <summary>
    /// In log variance. Each term of a regression adds weight · β · (x − mean) to its column, and the trees what
    /// <see cref="TreeContributions"/> says.
    /// </summary>
    public Explanation Explain(ForecastingData known) => Explained(InputRow.NewestPresent(recipe, known));

    /// <inheritdoc cref="Explain(ForecastingData)"/>
    public Explanation Explain(ReadOnlySpan<double> inputs) => Explained(InputRow.GivenPresent(recipe, inputs));

    /// <summary>Those of the trees: in the regressions each input acts by itself. Beside the 21 inputs of the trees the others
    /// have their whole contribution on the diagonal.</summary>
    public InteractionValues? Interactions(ForecastingData known)
    {
        var inputs = InputRow.NewestPresent(recipe, known);
        var square = trees.Interactions(inputs);
        var reasons = Explained(inputs);
        var n = trees.Columns;
        var amounts = reasons.Contributions.Select(_ => new double[reasons.Contributions.Count]).ToArray();
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                amounts[i][j] = square[i * (n + 1) + j];
        for (var i = 0; i < amounts.Length; i++)
            amounts[i][i] += reasons.Contributions[i].Amount - amounts[i].Sum();
        return new(reasons.Scale, recipe.Inputs, amounts);
    }

    public IReadOnlyDictionary<string, byte[]> Save() => new Dictionary<string, byte[]>
    {
        [FittedModelSpec.FileName] = recipe.ToJson(),
        [FittedTrees.FileName] = trees.Save(),
    };

    public void Dispose() => trees.Dispose();

    private Explanation Explained(ReadOnlySpan<double> inputs)
    {
        var correction = trees.Contributions(inputs);
        var amounts = new double[inputs.Length];
        correction.Amounts.CopyTo(amounts, 0);
        var start = correction.Base;
        foreach (var member in members)
            start += member.Explain(inputs, amounts);
        var none = Array.FindIndex(amounts, amount => !double.IsFinite(amount));
        return none < 0
            ? new(ContributionScale.LogVariance, start, Contribution.Each(recipe.Inputs, inputs, amounts), start + amounts.Sum())
            : throw new InsufficientDataException(
                $"{recipe.Name} takes the logarithm of {recipe.Inputs[none]}, which is {inputs[none]:R} and must be positive.");
    }
}
