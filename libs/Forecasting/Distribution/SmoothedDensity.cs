namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The density of a forecast distribution: a Gaussian kernel estimate (Silverman 1986) of the log of the volatility, over
/// equally probable quantiles. The distribution itself is a step between past residuals and has no usable density; Krüger,
/// Lerch, Thorarinsdottir and Gneiting (2021) score samples by this estimate.
/// </summary>
internal static class SmoothedDensity
{
    private const int Points = 200;

    /// <summary>Silverman's factor and power of the bandwidth, .9·min(s, IQR/1.34)·n^(−1/5).</summary>
    private const double Factor = .9, Power = -.2;

    /// <summary>The interquartile range of a normal distribution, in standard deviations.</summary>
    private const double NormalRange = 1.34;

    /// <summary>Minus the log density at an outcome; NaN for a distribution with one value.</summary>
    /// <param name="quantile">The volatility at a probability; positive.</param>
    /// <param name="residuals">How many past residuals the distribution rests on; they set the bandwidth.</param>
    /// <param name="outcome">Volatility, positive.</param>
    public static double LogScore(Func<double, double> quantile, int residuals, double outcome)
    {
        var points = new double[Points];
        for (var i = 0; i < Points; i++)
            points[i] = Math.Log(quantile((i + .5) / Points));
        var width = Bandwidth(points, residuals);
        if (!(width > 0))
            return double.NaN;
        var at = Math.Log(outcome);
        // The nearest point is factored out, so that an outcome far from all of them has a finite score.
        var nearest = double.PositiveInfinity;
        foreach (var point in points)
            nearest = Math.Min(nearest, Exponent(point));
        var sum = 0.0;
        foreach (var point in points)
            sum += Math.Exp(nearest - Exponent(point));
        return at + nearest - Math.Log(sum / Points) + Math.Log(width * Math.Sqrt(2 * Math.PI));

        double Exponent(double point)
        {
            var distance = (at - point) / width;
            return distance * distance / 2;
        }
    }

    private static double Bandwidth(double[] ascending, int residuals)
    {
        var mean = ascending.Average();
        var deviation = Math.Sqrt(ascending.Sum(value => (value - mean) * (value - mean)) / (ascending.Length - 1));
        var range = Volatility.Quantile.OfSorted(ascending, .75) - Volatility.Quantile.OfSorted(ascending, .25);
        var spread = range > 0 ? Math.Min(deviation, range / NormalRange) : deviation;
        return Volatility.LeastSquares.Varies(ascending) ? Factor * spread * Math.Pow(residuals, Power) : 0;
    }
}
