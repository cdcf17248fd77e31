namespace Volcast.Forecasting;

/// <summary>The fitted shipped recipe: the mean of its regressions in log variance, plus its trees if it has any.</summary>
/// <param name="spec">With its <see cref="FittedModelSpec.Members"/>.</param>
/// <param name="members">The regressions.</param>
/// <param name="trees">Their columns are the first of the recipe's inputs. Owned; null if there are none.</param>
internal sealed class FittedVolcast(FittedModelSpec spec, IReadOnlyList<FittedMember> members, FittedTrees? trees)
    : IFittedForecaster
{
    public FittedModelSpec Spec => spec;

    public bool ForecastsFromInputs => true;

    public double Forecast(ForecastingData known) => Forecast(InputRow.Newest(spec, known));

    public double Forecast(ReadOnlySpan<double> inputs) => InputRow.Absent(InputRow.Given(spec, inputs)) < 0
        ? Math.Exp(FittedMember.LogVariance(members, inputs) + (trees?.Margin(inputs) ?? 0))
        : double.NaN;

    /// <summary>
    /// In log variance. Each member adds the contributions of its terms to their columns, and the trees add their
    /// <see cref="TreeContributions"/>.
    /// </summary>
    public Explanation Explain(ForecastingData known) => Explained(InputRow.NewestPresent(spec, known));

    /// <inheritdoc cref="Explain(ForecastingData)"/>
    public Explanation Explain(ReadOnlySpan<double> inputs) => Explained(InputRow.GivenPresent(spec, inputs));

    /// <summary>The interactions of the trees and of the members that are affine in variance. An input without any has its whole
    /// contribution on the diagonal.</summary>
    public InteractionValues? Interactions(ForecastingData known)
    {
        if (trees is null && !members.Any(member => member.Interacts))
            return null;
        var inputs = InputRow.NewestPresent(spec, known);
        var reasons = Explained(inputs);
        var amounts = reasons.Contributions.Select(_ => new double[reasons.Contributions.Count]).ToArray();
        if (trees is not null)
        {
            var square = trees.Interactions(inputs);
            var n = trees.Columns;
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                    amounts[i][j] = square[i * (n + 1) + j];
        }
        foreach (var member in members)
            member.Interact(inputs, amounts);
        for (var i = 0; i < amounts.Length; i++)
            amounts[i][i] += reasons.Contributions[i].Amount - amounts[i].Sum();
        return new(reasons.Scale, spec.Inputs, amounts);
    }

    public FittedModelSpec WithLevel(double factor) => spec.WithLevel(factor);

    public IReadOnlyDictionary<string, byte[]> Save()
    {
        var files = new Dictionary<string, byte[]> { [FittedModelSpec.FileName] = spec.ToJson() };
        if (trees is not null)
            files.Add(FittedTrees.FileName, trees.Save());
        return files;
    }

    public void Dispose() => trees?.Dispose();

    private Explanation Explained(ReadOnlySpan<double> inputs)
    {
        var amounts = new double[inputs.Length];
        var start = 0.0;
        if (trees?.Contributions(inputs) is { } correction)
        {
            correction.Amounts.CopyTo(amounts, 0);
            start = correction.Base;
        }
        foreach (var member in members)
            start += member.Explain(inputs, amounts);
        var none = Array.FindIndex(amounts, amount => !double.IsFinite(amount));
        return none < 0
            ? new(ContributionScale.LogVariance, start, Contribution.Each(spec.Inputs, inputs, amounts), start + amounts.Sum())
            : throw new InsufficientDataException(
                $"{spec.Name} needs a positive {spec.Inputs[none]}, because it takes its logarithm; it is {inputs[none]:R}.");
    }
}
