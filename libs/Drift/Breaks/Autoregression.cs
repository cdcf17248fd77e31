namespace Volcast.Drift.Breaks;

/// <summary>
/// A stationary autoregression, fitted by the method of Burg (1975) to one or several stretches of a series (de Waele and
/// Broersen 2000). Its innovations are what the past does not predict; they are nearly independent although the series is not.
/// </summary>
internal static class Autoregression
{
    /// <summary>The highest order that is tried: a month of sessions, the longest window of most features.</summary>
    public const int MaximumOrder = 22;

    /// <summary>The number of parts of the jackknife.</summary>
    private const int Parts = 4;

    /// <summary>The order with the smallest criterion of Schwarz (1978), n·ln σ² + order·ln n.</summary>
    /// <param name="deviations">From their mean.</param>
    public static int OrderOf(ReadOnlySpan<double> deviations)
    {
        var n = deviations.Length;
        var (best, order, logVariance) = (0.0, 0, 0.0);
        Reflections(deviations, [0..n], Math.Min(MaximumOrder, n / 20), (candidate, reflection) =>
        {
            logVariance += Math.Log(1 - reflection * reflection);
            var criterion = n * logVariance + candidate * Math.Log(n);
            if (criterion < best)
                (best, order) = (criterion, candidate);
        });
        return order;
    }

    /// <summary>
    /// Coefficients φ of y(t) = Σ φ(j)·y(t − j) + e(t), without the downward bias that estimates of a persistent series have:
    /// 4/3 of the estimate from the whole series minus a third of the mean of the estimates from its four quarters, the jackknife
    /// of Quenouille (1956) in the form of Chambers (2013).
    /// </summary>
    public static double[] Jackknife(ReadOnlySpan<double> values, int order)
    {
        var coefficients = Fit(Centred(values), [0..values.Length], order);
        for (var j = 0; j < order; j++)
            coefficients[j] *= Parts / (Parts - 1.0);
        for (var part = 0; part < Parts; part++)
        {
            var quarter = Centred(values[(part * values.Length / Parts)..((part + 1) * values.Length / Parts)]);
            var estimates = Fit(quarter, [0..quarter.Length], order);
            for (var j = 0; j < order; j++)
                coefficients[j] -= estimates[j] / (Parts * (Parts - 1.0));
        }
        return coefficients;
    }

    /// <summary>Coefficients from the given stretches of the deviations, each longer than the order.</summary>
    public static double[] Fit(ReadOnlySpan<double> deviations, Range[] stretches, int order)
    {
        var coefficients = new double[order];
        Reflections(deviations, stretches, order, (m, reflection) =>
        {
            // Levinson's recursion: φ(j) − k·φ(m − j), and k as the last one.
            for (int j = 0, last = m - 2; j <= last; j++, last--)
                (coefficients[j], coefficients[last]) = (
                    coefficients[j] - reflection * coefficients[last],
                    coefficients[last] - reflection * coefficients[j]);
            coefficients[m - 1] = reflection;
        });
        return coefficients;
    }

    /// <summary>e(t) for t from <paramref name="first"/> on, at least the order.</summary>
    public static double[] Innovations(ReadOnlySpan<double> deviations, double[] coefficients, int first)
    {
        var innovations = new double[deviations.Length - first];
        for (var t = first; t < deviations.Length; t++)
        {
            var innovation = deviations[t];
            for (var j = 0; j < coefficients.Length; j++)
                innovation -= coefficients[j] * deviations[t - 1 - j];
            innovations[t - first] = innovation;
        }
        return innovations;
    }

    private static double[] Centred(ReadOnlySpan<double> values)
    {
        var mean = Statistics.Moments.Of(values).Mean;
        var centred = new double[values.Length];
        for (var t = 0; t < centred.Length; t++)
            centred[t] = values[t] - mean;
        return centred;
    }

    /// <summary>Burg's reflection coefficients in their order: each minimises the squared errors of the predictions forwards and
    /// backwards.</summary>
    private static void Reflections(
        ReadOnlySpan<double> deviations, Range[] stretches, int order, Action<int, double> next)
    {
        double[] forward = deviations.ToArray(), backward = deviations.ToArray();
        for (var m = 1; m <= order; m++)
        {
            var (products, squares) = (0.0, 0.0);
            foreach (var stretch in stretches)
                for (var t = stretch.Start.Value + m; t < stretch.End.Value; t++)
                {
                    products += forward[t] * backward[t - 1];
                    squares += forward[t] * forward[t] + backward[t - 1] * backward[t - 1];
                }
            var reflection = squares > 0 ? 2 * products / squares : 0;
            foreach (var stretch in stretches)
                for (var t = stretch.End.Value - 1; t >= stretch.Start.Value + m; t--)
                    (forward[t], backward[t]) = (
                        forward[t] - reflection * backward[t - 1], backward[t - 1] - reflection * forward[t]);
            next(m, reflection);
        }
    }
}
