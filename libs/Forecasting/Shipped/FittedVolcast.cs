using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>The shipped recipe after a fit: the mean of its regressions in log variance, and its trees.</summary>
/// <param name="recipe">With its <see cref="Recipe.Members"/>.</param>
/// <param name="members">The regressions.</param>
/// <param name="trees">Their columns are the first of the recipe's inputs. Owned.</param>
internal sealed class FittedVolcast(Recipe recipe, IReadOnlyList<FittedMember> members, Booster trees) : IFittedForecaster
{
    public Recipe Recipe => recipe;

    public double Forecast(ForecastingData known)
    {
        var x = InputRow.Newest(recipe, known);
        return InputRow.IsPresent(x)
            ? Math.Exp(FittedMember.LogVariance(members, known, known.Rows - 1) + trees.PredictMargin(TreeRow(x), 1)[0])
            : double.NaN;
    }

    /// <summary>
    /// In log variance. Each term of a regression adds weight · β · (x − mean) to its column, and the trees what
    /// <see cref="TreeContributions"/> says.
    /// </summary>
    public Explanation Explain(ForecastingData known)
    {
        var x = InputRow.NewestPresent(recipe, known);
        var correction = TreeContributions.Of(trees, TreeRow(x));
        var amounts = new double[x.Length];
        correction.Amounts.CopyTo(amounts, 0);
        var start = correction.Base;
        foreach (var member in members)
        {
            var terms = member.Terms(known, known.Rows - 1);
            start += member.Weight * member.Stage.Base;
            for (var i = 0; i < terms.Length; i++)
                amounts[Place(member.Regressors[i].Feature)] += member.Weight * member.Stage.Contribution(i, terms[i]);
        }
        return new(ContributionScale.LogVariance, start,
            [.. recipe.Inputs.Select((name, i) => new Contribution(name, x[i], amounts[i]))], start + amounts.Sum());
    }

    /// <summary>Those of the trees: in the regressions each input acts by itself. Beside the 21 inputs of the trees the others
    /// have their whole contribution on the diagonal.</summary>
    public InteractionValues? Interactions(ForecastingData known)
    {
        var square = trees.Interactions(TreeRow(InputRow.NewestPresent(recipe, known)), 1);
        var reasons = Explain(known);
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
        [Recipe.FileName] = recipe.ToJson(),
        [XgboostForecaster.BoosterFile] = trees.Save(),
    };

    public void Dispose() => trees.Dispose();

    private int Place(string column)
    {
        for (var i = 0; i < recipe.Inputs.Count; i++)
            if (recipe.Inputs[i] == column)
                return i;
        throw new InvalidDataException($"{Recipe.FileName} of {recipe.Name} does not name the input {column}: train again.");
    }

    private float[] TreeRow(double[] x) => Array.ConvertAll(x[..trees.Columns], value => (float)value);
}
