namespace Volcast.Volatility.Garch;

/// <summary>The Gaussian likelihood of <see cref="GarchProcess"/>. Free parameters: μ; ln of the unconditional variance; c with
/// α + β = .9999/(1 + c²); a with α : β = a² : 1. The bounds are at squares of 0, where a search can stop.</summary>
internal sealed class GarchLikelihood(double[] returns) : Likelihood(returns)
{
    public static readonly IReadOnlyList<string> ParameterNames = ["mean", "omega", "alpha", "beta"];

    public override IReadOnlyList<string> Names => ParameterNames;

    public override IReadOnlyList<double[]> Starts { get; } =
    [
        [0, 0, Distance(.98), Math.Sqrt(.08 / .92)],
        [0, 0, Distance(.9), Math.Sqrt(.2 / .8)],
        [0, 0, Distance(.995), Math.Sqrt(.03 / .97)],
        [0, 0, Distance(.5), 1],
    ];

    public override double Evaluate(ReadOnlySpan<double> natural, Span<double> gradient, Span<double> scores = default)
    {
        var (mean, omega, alpha, beta) = (natural[0], natural[1], natural[2], natural[3]);
        var (presample, slope) = Presample(mean);
        var h = omega + (alpha + beta) * presample;
        var (byMean, byOmega, byAlpha, byBeta) = ((alpha + beta) * slope, 1.0, presample, presample);
        var logs = new LogProduct();
        double squares = 0, sumMean = 0, sumOmega = 0, sumAlpha = 0, sumBeta = 0;
        for (var t = 0; t < Returns.Length; t++)
        {
            var e = Returns[t] - mean;
            var inverse = 1 / h;
            var standardizedSquare = e * e * inverse;
            logs.Multiply(h);
            squares += standardizedSquare;
            var byVariance = (standardizedSquare - 1) * inverse / 2;
            var direct = e * inverse;
            if (!scores.IsEmpty)
            {
                var row = scores.Slice(4 * t, 4);
                row[0] = byVariance * byMean + direct;
                row[1] = byVariance * byOmega;
                row[2] = byVariance * byAlpha;
                row[3] = byVariance * byBeta;
            }
            sumMean += byVariance * byMean + direct;
            sumOmega += byVariance * byOmega;
            sumAlpha += byVariance * byAlpha;
            sumBeta += byVariance * byBeta;
            byMean = beta * byMean - 2 * alpha * e;
            byOmega = beta * byOmega + 1;
            byAlpha = beta * byAlpha + e * e;
            byBeta = beta * byBeta + h;
            h = omega + alpha * e * e + beta * h;
        }
        (gradient[0], gradient[1], gradient[2], gradient[3]) = (sumMean, sumOmega, sumAlpha, sumBeta);
        return -.5 * (Returns.Length * LogTwoPi + logs.Log + squares);
    }

    public override void Transform(ReadOnlySpan<double> free, Span<double> natural, double[,] jacobian)
    {
        var variance = Math.Exp(free[1]);
        var (persistence, slope) = Persistence(free[2]);
        var share = 1 / (1 + free[3] * free[3]);
        var shareSlope = -2 * free[3] * share * share;
        natural[0] = free[0];
        natural[1] = variance * (1 - persistence);
        natural[2] = persistence * (1 - share);
        natural[3] = persistence * share;
        jacobian[0, 0] = 1;
        (jacobian[1, 1], jacobian[1, 2]) = (natural[1], -variance * slope);
        (jacobian[2, 2], jacobian[2, 3]) = (slope * (1 - share), -persistence * shareSlope);
        (jacobian[3, 2], jacobian[3, 3]) = (slope * share, persistence * shareSlope);
    }
}
