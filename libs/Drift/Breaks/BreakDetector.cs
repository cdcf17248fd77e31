using MathNet.Numerics.Distributions;
using Volcast.Drift.Statistics;
using Volcast.Volatility;

namespace Volcast.Drift.Breaks;

/// <summary>Tests whether the level of a series changed inside the newest window, by <see cref="BreakLikelihood"/>.</summary>
/// <remarks>
/// The null distribution needs no assumption about the innovations. Each fifth of the reference is filtered with coefficients
/// fitted on the other four. Blocks of ten of these held-out innovations and of the window's own are drawn with replacement and
/// joined to windows (Künsch 1989). The window's own are among them as in a permutation test: without them, every window that
/// holds the largest outlier so far would be a finding. Each drawn window gets random errors, which stand for what the
/// reference does not give exactly: in its mean innovation with variance 1/n and in its persistence ρ with variance (1 − ρ²)/n,
/// where n is the length of the reference. The latter moves all innovations after an outlier in its direction, as a break
/// would. If the sums over held-out windows vary more than those of independent innovations, and a χ² test at 5 % confirms it,
/// the confirmed part is added to the first variance. Draws end after 20 ratios at least as large as the window's (Besag and
/// Clifford 1991).
/// </remarks>
internal sealed class BreakDetector
{
    private const int MaximumDraws = 9_999;
    private const int Exceedances = 20;
    private const int BlockLength = 10;
    private const int Folds = 5;
    private const ulong Seed = 20260101;

    private readonly double[] newestReference;
    private readonly double[] coefficients;
    private readonly double mean;
    private readonly Moments innovations;
    private readonly double[] heldOut;
    private readonly double[] levels;
    private readonly double persistence;
    private readonly double errorOfMean;
    private readonly double errorOfPersistence;
    private readonly BreakLikelihood likelihood;

    /// <param name="reference">Finite, in time order; it varies and has many more values than the highest order.</param>
    /// <param name="windowLength">w, at least <see cref="BreakLikelihood.MinimumSessions"/>.</param>
    public BreakDetector(double[] reference, int windowLength)
    {
        var moments = Moments.Of(reference);
        mean = moments.Mean;
        double[] deviations = [.. reference.Select(value => value - mean)];
        var order = Autoregression.OrderOf(deviations);
        coefficients = Autoregression.Jackknife(reference, order);
        newestReference = deviations[^order..];
        var found = Autoregression.Innovations(deviations, coefficients, order);
        innovations = Moments.Of(found);
        heldOut = HeldOut(deviations, order);
        levels = [.. deviations.Select(deviation => deviation / innovations.Deviation)];
        persistence = coefficients.Sum();
        errorOfMean = Math.Sqrt(1.0 / reference.Length + ConfirmedVariance(heldOut, windowLength));
        errorOfPersistence = Math.Sqrt(Math.Max(1 - persistence * persistence, 0) / reference.Length);
        likelihood = new(BreakLikelihood.ScaleOf(heldOut), moments.Deviation / innovations.Deviation, persistence);
    }

    /// <summary>Tests a window that begins directly after the reference; null if the past of the reference predicts most of its
    /// values without an error, so that there are no innovations to test.</summary>
    public static LevelBreak? Test(double[] reference, double[] window)
    {
        var detector = new BreakDetector(reference, window.Length);
        return detector.likelihood.IsDefined ? detector.Test(window) : null;
    }

    /// <summary>Tests a window that begins directly after the reference.</summary>
    /// <param name="window">Finite, as many values as were promised.</param>
    public LevelBreak Test(ReadOnlySpan<double> window)
    {
        var order = coefficients.Length;
        double[] deviations = [.. newestReference, .. window];
        for (var t = order; t < deviations.Length; t++)
            deviations[t] -= mean;
        double[] standardized = [.. Autoregression.Innovations(deviations, coefficients, order)
            .Select(innovation => (innovation - innovations.Mean) / innovations.Deviation)];
        var (ratio, sessionsAgo, size) = BreakLikelihood.MostLikely(likelihood.ContributionsOf(standardized));
        var p = PValue(ratio, [.. heldOut, .. standardized], standardized.Length);
        return new(order, persistence, sessionsAgo, size, ratio, p);
    }

    private double PValue(double ratio, double[] pool, int windowLength)
    {
        var contributions = likelihood.ContributionsOf(pool);
        var random = new SplitMix64(Seed, 0);
        var (rows, errors, exceeded) = (new int[windowLength], new double[windowLength], 0);
        for (var draw = 1; draw <= MaximumDraws; draw++)
        {
            for (var from = 0; from < rows.Length; from += BlockLength)
            {
                var length = Math.Min(BlockLength, rows.Length - from);
                var first = random.Next(pool.Length - length + 1);
                for (var t = 0; t < length; t++)
                    rows[from + t] = first + t;
            }
            var (ofMean, ofPersistence) = (errorOfMean * Gaussian(ref random), errorOfPersistence * Gaussian(ref random));
            var level = levels[random.Next(levels.Length)];
            for (var t = 0; t < rows.Length; t++)
            {
                errors[t] = ofMean + ofPersistence * level;
                level = persistence * level + pool[rows[t]];
            }
            exceeded += BreakLikelihood.LargestLogRatio(contributions, rows, errors) >= ratio ? 1 : 0;
            if (exceeded == Exceedances)
                return exceeded / (double)draw;
        }
        return (exceeded + 1) / (MaximumDraws + 1.0);
    }

    /// <summary>A standard normal, by the inverse of its distribution function.</summary>
    private static double Gaussian(ref SplitMix64 random) => Normal.InvCDF(0, 1, (random.Next(1 << 24) + .5) / (1 << 24));

    /// <summary>Innovations of each fifth by coefficients of the other four, in units of the others' standard deviation and
    /// together with a mean of 0.</summary>
    private static double[] HeldOut(double[] deviations, int order)
    {
        var n = deviations.Length;
        var heldOut = new double[n - order];
        for (var fold = 0; fold < Folds; fold++)
        {
            var (from, end) = (fold * n / Folds, (fold + 1) * n / Folds);
            var others = Autoregression.Innovations(deviations, Autoregression.Fit(deviations, [0..from, end..n], order), order);
            var (begin, stop) = (Math.Max(from - order, 0), end - order);
            var deviation = Moments.Of([.. others[..begin], .. others[stop..]]).Deviation;
            for (var t = begin; t < stop; t++)
                heldOut[t] = others[t] / deviation;
        }
        var level = Moments.Of(heldOut).Mean;
        for (var t = 0; t < heldOut.Length; t++)
            heldOut[t] -= level;
        return heldOut;
    }

    /// <summary>By how much the means of held-out windows vary more than 1/w: the sum of their squared standardised sums divided
    /// by the 95 % quantile of χ², less 1, over w; 0 if that is negative.</summary>
    private static double ConfirmedVariance(double[] heldOut, int windowLength)
    {
        var windows = heldOut.Length / windowLength;
        var squares = 0.0;
        for (var window = 0; window < windows; window++)
        {
            var sum = 0.0;
            foreach (var innovation in heldOut.AsSpan(window * windowLength, windowLength))
                sum += innovation;
            squares += sum * sum / windowLength;
        }
        return windows == 0 ? 0 : Math.Max(0, squares / ChiSquared.InvCDF(windows, .95) - 1) / windowLength;
    }
}
