using MathNet.Numerics;

namespace Volcast.Volatility.Garch;

/// <summary>The Student t likelihood of <see cref="GjrGarchProcess"/>. Free parameters: μ; ln of the unconditional variance;
/// c with α + γ/2 + β = .9999/(1 + c²); a and b with α/2 : (α + γ)/2 : β = a² : b² : 1; d with 1/ν = .001 + .489·d²/(1 + d²).
/// The bounds are at squares of 0, where a search can stop: α is often 0.</summary>
internal sealed class GjrGarchLikelihood(double[] returns) : Likelihood(returns)
{
    /// <summary>The smallest 1/ν, at which t is practically Gaussian.</summary>
    private const double SmallestInverse = .001;

    /// <summary>The range of 1/ν above the smallest, up to just under 1/2, at which the variance becomes infinite.</summary>
    private const double InverseRange = .489;

    /// <summary>A filtered variance below this share of the returns' variance is 0 up to the precision of the search. Estimates
    /// on markets stay above 1e-5, and those on a likelihood without a maximum fall below 1e-18.</summary>
    private const double SmallestVariance = 1e-10;

    /// <summary>Above this 1/ν the tails are as heavy as the search allows.</summary>
    private const double LargestInverse = SmallestInverse + InverseRange - 1e-3;

    public static readonly IReadOnlyList<string> ParameterNames =
        ["mean", "omega", "alpha", "gamma", "beta", "degrees_of_freedom"];

    public override IReadOnlyList<string> Names => ParameterNames;

    public override IReadOnlyList<double[]> Starts { get; } =
    [
        [0, 0, Distance(.98), Math.Sqrt(.01 / .91), Math.Sqrt(.08 / .91), Tail(7)],
        [0, 0, Distance(.97), Math.Sqrt(.04 / .92), Math.Sqrt(.04 / .92), Tail(8)],
        [0, 0, Distance(.9), Math.Sqrt(.1 / .8), Math.Sqrt(.1 / .8), Tail(5)],
        [0, 0, Distance(.5), Math.Sqrt(.25 / .5), Math.Sqrt(.25 / .5), Tail(12)],
    ];

    /// <summary>A heavy-tailed density has no maximum if many returns are equal, as those of stale prices are: the variance falls
    /// to 0 on them, and the tails still allow the other returns.</summary>
    public override string? Degeneracy(ReadOnlySpan<double> natural, double smallestVariance) =>
        !(smallestVariance > SmallestVariance) ? "its likelihood grows without bound as the variance falls to 0"
        : 1 / natural[5] > LargestInverse ? "its degrees of freedom fall to 2, at which the variance is infinite"
        : null;

    public override double Evaluate(ReadOnlySpan<double> natural, Span<double> gradient, Span<double> scores = default)
    {
        var (mean, omega, alpha, gamma) = (natural[0], natural[1], natural[2], natural[3]);
        var (beta, freedom) = (natural[4], natural[5]);
        var excess = freedom - 2;
        var constant = SpecialFunctions.GammaLn((freedom + 1) / 2) - SpecialFunctions.GammaLn(freedom / 2)
            - Math.Log(Math.PI * excess) / 2;
        var constantSlope =
            (SpecialFunctions.DiGamma((freedom + 1) / 2) - SpecialFunctions.DiGamma(freedom / 2) - 1 / excess) / 2;
        var (presample, slope) = Presample(mean);
        var persistence = alpha + gamma / 2 + beta;
        var h = omega + persistence * presample;
        var (byMean, byOmega, byAlpha, byGamma, byBeta) = (persistence * slope, 1.0, presample, presample / 2, presample);
        var (variances, tails) = (new LogProduct(), new LogProduct());
        double sumMean = 0, sumOmega = 0, sumAlpha = 0, sumGamma = 0, sumBeta = 0, shares = 0;
        for (var t = 0; t < Returns.Length; t++)
        {
            var e = Returns[t] - mean;
            var square = e * e;
            // With q = e²/((ν − 2)h): the row's term is −½·ln h − ½(ν + 1)·ln(1 + q), and share = q/(1 + q).
            var total = excess * h + square;
            var inverse = 1 / (h * total);
            var share = square * h * inverse;
            variances.Multiply(h);
            tails.Multiply(total * total * inverse / excess);
            shares += share;
            var byVariance = ((freedom + 1) * share - 1) * total * inverse / 2;
            var direct = (freedom + 1) * e * h * inverse;
            if (!scores.IsEmpty)
            {
                var row = scores.Slice(6 * t, 6);
                row[0] = byVariance * byMean + direct;
                row[1] = byVariance * byOmega;
                row[2] = byVariance * byAlpha;
                row[3] = byVariance * byGamma;
                row[4] = byVariance * byBeta;
                row[5] = constantSlope - Math.Log(total / (excess * h)) / 2 + (freedom + 1) * share / (2 * excess);
            }
            sumMean += byVariance * byMean + direct;
            sumOmega += byVariance * byOmega;
            sumAlpha += byVariance * byAlpha;
            sumGamma += byVariance * byGamma;
            sumBeta += byVariance * byBeta;
            var news = e < 0 ? alpha + gamma : alpha;
            byMean = beta * byMean - 2 * news * e;
            byOmega = beta * byOmega + 1;
            byAlpha = beta * byAlpha + square;
            byGamma = beta * byGamma + (e < 0 ? square : 0);
            byBeta = beta * byBeta + h;
            h = omega + news * square + beta * h;
        }
        (gradient[0], gradient[1], gradient[2], gradient[3], gradient[4]) = (sumMean, sumOmega, sumAlpha, sumGamma, sumBeta);
        var tail = tails.Log;
        gradient[5] = Returns.Length * constantSlope - tail / 2 + (freedom + 1) * shares / (2 * excess);
        return Returns.Length * constant - variances.Log / 2 - (freedom + 1) * tail / 2;
    }

    public override void Transform(ReadOnlySpan<double> free, Span<double> natural, double[,] jacobian)
    {
        var variance = Math.Exp(free[1]);
        var (persistence, slope) = Persistence(free[2]);
        var (rise, fall) = (free[3] * free[3], free[4] * free[4]);
        var shareBeta = 1 / (1 + rise + fall);
        var (shareRise, shareFall) = (rise * shareBeta, fall * shareBeta);
        natural[0] = free[0];
        natural[1] = variance * (1 - persistence);
        natural[2] = 2 * persistence * shareRise;
        natural[3] = 2 * persistence * (shareFall - shareRise);
        natural[4] = persistence * shareBeta;
        jacobian[0, 0] = 1;
        (jacobian[1, 1], jacobian[1, 2]) = (natural[1], -variance * slope);
        var (byRise, byFall) = (2 * persistence * free[3] * shareBeta, 2 * persistence * free[4] * shareBeta);
        (jacobian[2, 2], jacobian[2, 3], jacobian[2, 4]) =
            (2 * shareRise * slope, 2 * byRise * (1 - shareRise), -2 * byFall * shareRise);
        (jacobian[3, 2], jacobian[3, 3], jacobian[3, 4]) = (2 * (shareFall - shareRise) * slope,
            2 * byRise * (shareRise - shareFall - 1), 2 * byFall * (1 - shareFall + shareRise));
        (jacobian[4, 2], jacobian[4, 3], jacobian[4, 4]) = (shareBeta * slope, -byRise * shareBeta, -byFall * shareBeta);
        var tail = 1 / (1 + free[5] * free[5]);
        natural[5] = 1 / (SmallestInverse + InverseRange * (1 - tail));
        jacobian[5, 5] = -natural[5] * natural[5] * InverseRange * 2 * free[5] * tail * tail;
    }

    private static double Tail(double freedom)
    {
        var position = (1 / freedom - SmallestInverse) / InverseRange;
        return Math.Sqrt(position / (1 - position));
    }
}
