namespace Volcast.Forecasting;

/// <summary>
/// A stage of a forecast that is affine in its terms: intercept + Σ β · x. Its Shapley values against the average training
/// row are β · (x − mean), exactly, whatever the dependence among the terms. Immutable.
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

    /// <summary>Whether terms that were kept are those of a model: the same names in the same order, each taking the same of the
    /// same column. A recipe of format 1 does not say what its terms take.</summary>
    public static bool AreTermsOf(IReadOnlyList<AffineTerm> kept, IReadOnlyList<Regressor> regressors) =>
        kept.Count == regressors.Count && kept.Zip(regressors).All(pair => pair.First.Name == pair.Second.Term
            && (pair.First.Transform is null
                || (pair.First.Transform == pair.Second.Transform.Name && pair.First.Column == pair.Second.Column)));
}

/// <summary>One term of a stage that is affine.</summary>
/// <param name="Name">The regressor, for example <c>rv_5d</c> or <c>ln_vix</c>.</param>
/// <param name="Coefficient">What a unit of it adds.</param>
/// <param name="TrainingMean">Its mean over the training rows, at which its contribution is nothing.</param>
/// <param name="Column">The input that it is made from; absent where that is made from returns, and in format 1.</param>
/// <param name="Transform">What it takes of that input, one of <c>identity</c>, <c>square</c>, <c>square_of_points</c>,
/// <c>ln</c>, <c>ln_square</c> and <c>ln_square_of_points</c>; absent where the column is.</param>
public sealed record AffineTerm(
    string Name, double Coefficient, double TrainingMean, string? Column = null, string? Transform = null);
