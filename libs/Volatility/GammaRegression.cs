namespace Volcast.Volatility;

/// <summary>A gamma regression with log link: E[y] = exp(intercept + Σ slope · x).</summary>
/// <param name="Intercept">The constant, in log of the response's unit.</param>
/// <param name="Slopes">One for each regressor, in the design's order.</param>
/// <param name="Deviance">Twice the sum of QLIKE(y, fitted).</param>
/// <param name="Iterations">Iterations until convergence.</param>
public sealed record GammaFit(double Intercept, double[] Slopes, double Deviance, int Iterations);

/// <summary>
/// Generalised linear model with gamma response and log link (McCullagh and Nelder 1989), by iteratively reweighted least
/// squares with the observed information (Green 1984): weights y/μ, so each iteration is a Newton step on a convex
/// deviance: there is one optimum, and heavy tails do not slow it down. The deviance is twice the sum of QLIKE, so maximising
/// this likelihood minimises that loss.
/// </summary>
public static class GammaRegression
{
    private const int MaximumIterations = 100;
    private const int MaximumHalvings = 30;

    /// <summary>Converged when the deviance changes by less than this, relative to 1 + deviance.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>Fits from the start η = ln(mean y). A step that raises the deviance, or overflows, is halved.</summary>
    /// <param name="design">The regressors.</param>
    /// <param name="response">Positive, such as a variance.</param>
    /// <exception cref="ArgumentException">A response is not positive and finite, or their number is not that of the
    /// rows.</exception>
    /// <exception cref="EstimationException">Not converged after 100 iterations, or no step lowers the deviance.</exception>
    public static GammaFit Fit(RegressionDesign design, double[] response)
    {
        foreach (var y in response)
            if (!(y > 0 && double.IsFinite(y)))
                throw new ArgumentException($"A gamma response must be positive and finite; it is {y}.", nameof(response));
        var logs = Array.ConvertAll(response, Math.Log);
        var coefficients = new double[design.Coefficients];
        coefficients[0] = Math.Log(response.Average());
        var predictor = design.Predict(coefficients);
        var deviance = Deviance(logs, predictor);
        for (var iteration = 1; iteration <= MaximumIterations; iteration++)
        {
            var weights = new double[response.Length];
            var gradient = new double[response.Length];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = response[i] * Math.Exp(-predictor[i]);
                gradient[i] = weights[i] - 1;
            }
            var previous = deviance;
            (coefficients, predictor, deviance) =
                Descend(design, logs, coefficients, design.NewtonStep(weights, gradient), deviance);
            if (Math.Abs(previous - deviance) <= Tolerance * (1 + deviance))
                return new(coefficients[0], coefficients[1..], deviance, iteration);
        }
        throw new EstimationException($"The gamma regression on {string.Join(", ", design.Names)} did not converge in "
            + $"{MaximumIterations} iterations over {design.Rows} rows: check these columns for outliers.");
    }

    private static (double[] Coefficients, double[] Predictor, double Deviance) Descend(
        RegressionDesign design, double[] logs, double[] from, double[] step, double deviance)
    {
        var length = 1.0;
        for (var halving = 0; halving <= MaximumHalvings; halving++, length /= 2)
        {
            double[] to = [.. from.Zip(step, (b, d) => b + length * d)];
            var predictor = design.Predict(to);
            var candidate = Deviance(logs, predictor);
            if (candidate <= deviance + Tolerance * (1 + deviance))
                return (to, predictor, candidate);
        }
        throw new EstimationException($"The gamma regression on {string.Join(", ", design.Names)} diverged over {design.Rows} "
            + "rows: check these columns for outliers.");
    }

    /// <param name="logs">The logs of the response.</param>
    /// <param name="predictor">The log of the fitted mean.</param>
    private static double Deviance(double[] logs, double[] predictor)
    {
        var sum = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            var logRatio = logs[i] - predictor[i];
            sum += Math.Exp(logRatio) - logRatio - 1;
        }
        return 2 * sum;
    }
}
