using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Volcast.Evaluation.Tests.TailRisk;

/// <summary>Methods that were compared with those of the product. Each gives the quantile of the return in forecast standard
/// deviations, and the mean below it, for each probability; both are negative.</summary>
internal static class TailCandidates
{
    private const int Paths = 4000;

    public delegate (double Quantile, double Mean)[] Method(TailHistory past, double[] tails, int seed);

    /// <summary>By the name on the page.</summary>
    public static readonly (string Name, Method Of)[] All =
    [
        ("historical simulation, 2,500 windows", (past, tails, _) => Empirical(past.HorizonReturns, tails)),
        ("generalised Pareto tail", (past, tails, _) => Pareto(past.Newest(1000).HorizonReturns, tails)),
        ("simulated paths", (past, tails, seed) => Simulated(past.Newest(1000), tails, seed, withVariance: false)),
        ("simulated paths, past variance ratios",
            (past, tails, seed) => Simulated(past.Newest(1000), tails, seed, withVariance: true)),
        ("Cornish–Fisher", (past, tails, _) => CornishFisher(past.Newest(1000), tails)),
        ("normal", (_, tails, _) => Array.ConvertAll(tails, tail => Mixture([0], [1], tail))),
        ("normal mixture, past mean", (past, tails, _) =>
        {
            var mean = past.Newest(1000).HorizonReturns.Average();
            var deviations = Deviations(past.Newest(1000));
            return Array.ConvertAll(tails, tail => Mixture(Array.ConvertAll(deviations, _ => mean), deviations, tail));
        }),
        ("normal mixture, leverage", (past, tails, _) => Leverage(past.Newest(1000), tails)),
    ];

    /// <summary>The tail of a mixture of normal distributions with equal weights, by bisection.</summary>
    public static (double Quantile, double Mean) Mixture(double[] means, double[] deviations, double tail)
    {
        var (low, high) = (-60.0, 5.0);
        for (var step = 0; step < 34; step++)
        {
            var middle = (low + high) / 2;
            var below = 0.0;
            for (var i = 0; i < means.Length; i++)
                below += Normal.CDF(0, 1, (middle - means[i]) / deviations[i]);
            (low, high) = below / means.Length < tail ? (middle, high) : (low, middle);
        }
        var sum = 0.0;
        for (var i = 0; i < means.Length; i++)
        {
            var d = (low - means[i]) / deviations[i];
            sum += means[i] * Normal.CDF(0, 1, d) - deviations[i] * Normal.PDF(0, 1, d);
        }
        return (low, sum / means.Length / tail);
    }

    public static double[] Deviations(TailHistory past) => Array.ConvertAll(past.LogResiduals, e => Math.Exp(e / 2));

    /// <summary>Type-6 quantiles, and the mean of the tail with the fraction of its last value.</summary>
    public static (double Quantile, double Mean)[] Empirical(double[] values, double[] tails)
    {
        double[] sorted = [.. values.TakeLast(2500).Order()];
        return Array.ConvertAll(tails, tail =>
        {
            var position = Math.Clamp(tail * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
            var count = Math.Max(tail * sorted.Length, 1);
            var mean = (sorted.Take((int)count).Sum() + (count - (int)count) * sorted[(int)count]) / count;
            var (lower, upper) = (sorted[(int)position], sorted[Math.Min((int)position + 1, sorted.Length - 1)]);
            return (lower + (position - (int)position) * (upper - lower), mean);
        });
    }

    /// <summary>Sums of one-session standardised returns, drawn with replacement. With variance, each path is divided by its
    /// realised volatility and multiplied by a past ratio of realised to forecast volatility.</summary>
    private static (double, double)[] Simulated(TailHistory past, double[] tails, int seed, bool withVariance)
    {
        var random = new Random(seed);
        var returns = new double[Paths];
        for (var path = 0; path < Paths; path++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var session = 0; session < past.Horizon; session++)
            {
                var drawn = past.OneDayReturns[random.Next(past.OneDayReturns.Length)];
                (sum, squares) = (sum + drawn, squares + drawn * drawn);
            }
            returns[path] = withVariance
                ? sum / Math.Sqrt(squares) * Math.Exp(past.LogResiduals[random.Next(past.LogResiduals.Length)] / 2)
                : sum / Math.Sqrt(past.Horizon);
        }
        Array.Sort(returns);
        return Array.ConvertAll(tails, tail => (returns[(int)(tail * Paths)], returns[..(int)(tail * Paths)].Average()));
    }

    /// <summary>The expansion by skewness and excess kurtosis of one session, divided by √h and h.</summary>
    private static (double, double)[] CornishFisher(TailHistory past, double[] tails)
    {
        var u = past.OneDayReturns;
        var mean = u.Average();
        var deviation = Math.Sqrt(u.Average(v => (v - mean) * (v - mean)));
        var skewness = u.Average(v => Math.Pow((v - mean) / deviation, 3)) / Math.Sqrt(past.Horizon);
        var kurtosis = (u.Average(v => Math.Pow((v - mean) / deviation, 4)) - 3) / past.Horizon;
        return Array.ConvertAll(tails, tail =>
            (Quantile(tail), Enumerable.Range(0, 50).Average(i => Quantile(tail * (i + .5) / 50))));

        double Quantile(double p)
        {
            var y = Normal.InvCDF(0, 1, p);
            return mean * Math.Sqrt(past.Horizon) + deviation * (y + (y * y - 1) * skewness / 6
                + (y * y * y - 3 * y) * kurtosis / 24 - (2 * y * y * y - 5 * y) * skewness * skewness / 36);
        }
    }

    /// <summary>Peaks over the 90th percentile of losses (McNeil and Frey 2000), by the profile likelihood of ξ/β.</summary>
    private static (double, double)[] Pareto(double[] returns, double[] tails)
    {
        double[] losses = [.. returns.Select(r => -r).Order()];
        var count = losses.Length / 10;
        var threshold = losses[^(count + 1)];
        double[] beyond = [.. losses[^count..].Select(loss => loss - threshold)];
        var (best, shape, scale) = (double.NegativeInfinity, 0.0, 1.0);
        for (var i = 1; i < 200; i++)
        {
            var ratio = -.9 / beyond[^1] + i * (.9 / beyond[^1] + 4 / beyond.Average()) / 200;
            var xi = beyond.Average(y => Math.Log(1 + ratio * y));
            var beta = Math.Abs(ratio) < 1e-9 ? beyond.Average() : xi / ratio;
            var likelihood = -Math.Log(beta) - xi - 1;
            if (beta > 0 && likelihood > best)
                (best, shape, scale) = (likelihood, xi, beta);
        }
        shape = Math.Min(shape, .9);
        return Array.ConvertAll(tails, tail =>
        {
            var quantile = threshold + scale / shape * (Math.Pow(tail * losses.Length / count, -shape) - 1);
            return (-quantile, -(quantile + scale - shape * threshold) / (1 - shape));
        });
    }

    /// <summary>As the mixture, but Z depends on the log residual by a regression on past ones: falls go with high
    /// variance.</summary>
    private static (double, double)[] Leverage(TailHistory past, double[] tails)
    {
        var deviations = Deviations(past);
        double[] divided = [.. past.HorizonReturns.Zip(deviations, (z, s) => z / s)];
        var (intercept, slope) = Fit.Line(past.LogResiduals, divided);
        var rest = Math.Sqrt(divided.Zip(past.LogResiduals, (z, e) => Math.Pow(z - intercept - slope * e, 2)).Average());
        double[] means = [.. deviations.Zip(past.LogResiduals, (s, e) => s * (intercept + slope * e))];
        double[] scaled = Array.ConvertAll(deviations, s => s * rest);
        return Array.ConvertAll(tails, tail => Mixture(means, scaled, tail));
    }
}
