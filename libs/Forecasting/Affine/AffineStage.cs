namespace Volcast.Forecasting;

/// <summary>
/// A stage of a forecast that is affine in its terms: intercept + Σ β · x. Its Shapley values against the average training
/// row are exactly β · (x − mean), for any dependence among the terms. Immutable.
/// </summary>
internal sealed class AffineStage(double intercept, IReadOnlyList<AffineTerm> terms)
{
    private readonly AffineTerm[] terms = [.. terms];

    /// <summary>The output for the average training row.</summary>
    public double Base { get; } = intercept + terms.Sum(t => t.Coefficient * t.TrainingMean);

    public double Evaluate(ReadOnlySpan<double> x)
    {
        var sum = intercept;
        for (var i = 0; i < x.Length; i++)
            sum += terms[i].Coefficient * x[i];
        return sum;
    }

    /// <summary>The contribution of term <paramref name="i"/> at <paramref name="x"/>.</summary>
    public double Contribution(int i, double x) => terms[i].Coefficient * (x - terms[i].TrainingMean);

    public static IReadOnlyList<AffineTerm> Terms(
        TrainingSample sample, double[] slopes, IReadOnlyList<Regressor> regressors)
    {
        var means = sample.Means();
        return
        [
            .. regressors.Select((r, i) => new AffineTerm(
                r.Term, slopes[i], means[i], r.Column, r.Column is null ? null : r.Transform.Name)),
        ];
    }

    /// <summary>Whether stored terms are those of a model: the same names in the same order, with the same columns and
    /// transforms. A recipe of format 1 does not hold columns and transforms.</summary>
    public static bool AreTermsOf(IReadOnlyList<AffineTerm> kept, IReadOnlyList<Regressor> regressors) =>
        kept.Count == regressors.Count && kept.Zip(regressors).All(pair => pair.First.Name == pair.Second.Term
            && (pair.First.Transform is null
                || (pair.First.Transform == pair.Second.Transform.Name && pair.First.Column == pair.Second.Column)));
}

/// <summary>One term of an affine stage.</summary>
/// <param name="Name">The regressor, for example <c>rv_5d</c> or <c>ln_vix</c>.</param>
/// <param name="Coefficient">What one unit of it adds to the output.</param>
/// <param name="TrainingMean">Its mean over the training rows, at which its contribution is 0.</param>
/// <param name="Column">The input that it is made from; absent if it is made from returns, and in format 1.</param>
/// <param name="Transform">The transform of that input, one of <c>identity</c>, <c>square</c>, <c>square_of_points</c>,
/// <c>ln</c>, <c>ln_square</c> and <c>ln_square_of_points</c>; absent if the column is.</param>
public sealed record AffineTerm(
    string Name, double Coefficient, double TrainingMean, string? Column = null, string? Transform = null);
