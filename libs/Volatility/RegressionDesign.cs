namespace Volcast.Volatility;

/// <summary>The regressors of a linear predictor with an intercept, as an iterative fit needs them.</summary>
public abstract class RegressionDesign
{
    private protected RegressionDesign(IReadOnlyList<string> names) => Names = names;

    /// <summary>The regressors' names, without the intercept.</summary>
    public IReadOnlyList<string> Names { get; }

    public abstract int Rows { get; }

    /// <summary>The number of coefficients: the intercept and one for each regressor.</summary>
    public int Coefficients => Names.Count + 1;

    /// <summary>The linear predictor Xβ of each row.</summary>
    /// <param name="coefficients">The intercept first.</param>
    public abstract double[] Predict(double[] coefficients);

    /// <summary>The step δ of a Newton iteration, (XᵀWX)δ = Xᵀg.</summary>
    /// <param name="weights">The diagonal of W, not negative, one for each row.</param>
    /// <param name="gradient">g, one for each row.</param>
    /// <exception cref="EstimationException">The weighted rows do not determine the coefficients.</exception>
    public abstract double[] NewtonStep(double[] weights, double[] gradient);

    private protected double[] Determined(double[] step) => step.All(double.IsFinite)
        ? step
        : throw new EstimationException(
            $"The weighted rows do not determine the coefficients of {string.Join(", ", Names)}.");

    private protected void RequireOneForEachColumn(double[] coefficients)
    {
        if (coefficients.Length != Coefficients)
            throw new ArgumentException($"There are {coefficients.Length} coefficients for {Coefficients} columns.",
                nameof(coefficients));
    }
}
