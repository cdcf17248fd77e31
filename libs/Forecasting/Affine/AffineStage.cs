namespace Volcast.Forecasting;

/// <summary>
/// A stage of a forecast that is affine in its terms: intercept + Σ β · x. Its Shapley values against the average training
/// row are β · (x − mean), exactly, whatever the dependence among the terms. Immutable.
/// </summary>
internal sealed class AffineStage(double intercept, IReadOnlyList<AffineTerm> terms)
{
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

    public static IReadOnlyList<AffineTerm> Terms(TrainingSample sample, double[] slopes)
    {
        var means = sample.Means();
        return [.. sample.Names.Select((name, i) => new AffineTerm(name, slopes[i], means[i]))];
    }
}

/// <summary>One term of a stage that is affine.</summary>
/// <param name="Name">The regressor, for example <c>rv_5d</c> or <c>ln_vix</c>.</param>
/// <param name="Coefficient">What a unit of it adds.</param>
/// <param name="TrainingMean">Its mean over the training rows, at which its contribution is nothing.</param>
public sealed record AffineTerm(string Name, double Coefficient, double TrainingMean);
