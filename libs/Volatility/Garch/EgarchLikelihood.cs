namespace Volcast.Volatility.Garch;

/// <summary>The Gaussian likelihood of <see cref="EgarchProcess"/>. Free parameters: μ; the mean of ln h; α; γ; the inverse
/// hyperbolic tangent of β.</summary>
internal sealed class EgarchLikelihood(double[] returns) : Likelihood(returns)
{
    public static readonly IReadOnlyList<string> ParameterNames = ["mean", "omega", "alpha", "gamma", "beta"];

    public override IReadOnlyList<string> Names => ParameterNames;

    /// <summary>The kink of |z| at 0.</summary>
    public override bool MeanHasKinks => true;

    public override IReadOnlyList<double[]> Starts { get; } =
    [
        [0, -.2, -.1, .15, Math.Atanh(.975)],
        [0, -.2, 0, .3, Math.Atanh(.9)],
        [0, -.1, 0, .2, Math.Atanh(.5)],
        [0, 0, 0, .05, Math.Atanh(.99)],
    ];

    public override double Evaluate(ReadOnlySpan<double> natural, Span<double> gradient, Span<double> scores = default)
    {
        var (mean, omega, alpha, gamma, beta) = (natural[0], natural[1], natural[2], natural[3], natural[4]);
        var (presample, slope) = Presample(mean);
        // Before the sample: variance the mean square, residual the mean residual.
        var before = Math.Log(presample);
        var beforeDeviation = Math.Sqrt(presample);
        var beforeZ = -slope / (2 * beforeDeviation);
        var beforeSize = Math.Abs(beforeZ) - EgarchProcess.MeanAbsolute;
        var beforeNews = beforeZ < 0 ? alpha - gamma : alpha + gamma;
        var logVariance = omega + beta * before + alpha * beforeZ + gamma * beforeSize;
        var byMean = beta * slope / presample - beforeNews * (1 / beforeDeviation + beforeZ * slope / (2 * presample));
        var (byOmega, byAlpha, byGamma, byBeta) = (1.0, beforeZ, beforeSize, before);
        double logs = 0, squares = 0, sumMean = 0, sumOmega = 0, sumAlpha = 0, sumGamma = 0, sumBeta = 0;
        for (var t = 0; t < Returns.Length; t++)
        {
            var inverseDeviation = Math.Exp(-logVariance / 2);
            var z = (Returns[t] - mean) * inverseDeviation;
            logs += logVariance;
            squares += z * z;
            var byLog = (z * z - 1) / 2;
            var direct = z * inverseDeviation;
            if (!scores.IsEmpty)
            {
                var row = scores.Slice(5 * t, 5);
                row[0] = byLog * byMean + direct;
                row[1] = byLog * byOmega;
                row[2] = byLog * byAlpha;
                row[3] = byLog * byGamma;
                row[4] = byLog * byBeta;
            }
            sumMean += byLog * byMean + direct;
            sumOmega += byLog * byOmega;
            sumAlpha += byLog * byAlpha;
            sumGamma += byLog * byGamma;
            sumBeta += byLog * byBeta;
            // z depends on ln h, dz = −½·z·d ln h, and so does its effect on the next session.
            var size = Math.Abs(z);
            var news = z < 0 ? alpha - gamma : alpha + gamma;
            var keep = beta - news * z / 2;
            byMean = keep * byMean - news * inverseDeviation;
            byOmega = keep * byOmega + 1;
            byAlpha = keep * byAlpha + z;
            byGamma = keep * byGamma + size - EgarchProcess.MeanAbsolute;
            byBeta = keep * byBeta + logVariance;
            logVariance = omega + beta * logVariance + alpha * z + gamma * (size - EgarchProcess.MeanAbsolute);
        }
        (gradient[0], gradient[1], gradient[2], gradient[3], gradient[4]) = (sumMean, sumOmega, sumAlpha, sumGamma, sumBeta);
        return -.5 * (Returns.Length * LogTwoPi + logs + squares);
    }

    public override void Transform(ReadOnlySpan<double> free, Span<double> natural, double[,] jacobian)
    {
        var tanh = Math.Tanh(free[4]);
        var beta = PersistenceLimit * tanh;
        var slope = PersistenceLimit * (1 - tanh * tanh);
        natural[0] = free[0];
        natural[1] = (1 - beta) * free[1];
        natural[2] = free[2];
        natural[3] = free[3];
        natural[4] = beta;
        jacobian[0, 0] = 1;
        (jacobian[1, 1], jacobian[1, 4]) = (1 - beta, -slope * free[1]);
        jacobian[2, 2] = 1;
        jacobian[3, 3] = 1;
        jacobian[4, 4] = slope;
    }
}
