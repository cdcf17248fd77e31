namespace Volcast.Market.Tests.Simulation;

/// <summary>Statistics of a series that the tests of the simulated market share. All are textbook formulas.</summary>
internal static class SeriesStatistics
{
    /// <summary>ln(C(t) / (C(t−1) − D(t))) for t = 1, 2, …; entry 0 is the return of the second bar.</summary>
    public static double[] LogReturns(this DailyBars bars) =>
        [.. Enumerable.Range(1, bars.Count - 1).Select(t => Math.Log(bars.Close[t] / (bars.Close[t - 1] - bars.Dividend[t])))];

    public static double Correlation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (mx, my) = (x.Average(), y.Average());
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Count; i++)
        {
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
            xy += (x[i] - mx) * (y[i] - my);
        }
        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>corr(x(t), y(t + lag)).</summary>
    public static double CrossCorrelation(double[] x, double[] y, int lag) => Correlation(x[..^lag], y[lag..]);

    public static double Kurtosis(double[] x)
    {
        var mean = x.Average();
        var variance = x.Average(v => (v - mean) * (v - mean));
        return x.Average(v => Math.Pow(v - mean, 4)) / (variance * variance);
    }

    /// <summary>The mean of the h values after each position; entry t averages x(t+1) … x(t+h).</summary>
    public static double[] MeanAhead(double[] x, int h) =>
        [.. Enumerable.Range(0, x.Length - h).Select(t => Mean(x.AsSpan(t + 1, h)))];

    /// <summary>The mean of the w values up to each position; NaN before there are w.</summary>
    public static double[] MeanBehind(double[] x, int w) =>
        [.. Enumerable.Range(0, x.Length).Select(t => t + 1 < w ? double.NaN : Mean(x.AsSpan(t + 1 - w, w)))];

    private static double Mean(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value;
        return sum / x.Length;
    }

    /// <summary>Mean of RV/F − ln(RV/F) − 1.</summary>
    public static double Qlike(IEnumerable<double> realized, IEnumerable<double> forecast) =>
        realized.Zip(forecast, (r, f) => r / f - Math.Log(r / f) - 1).Average();

    /// <summary>Least squares by the normal equations and Gaussian elimination; the first regressor should be 1.</summary>
    public static double[] LeastSquares(double[][] rows, double[] y)
    {
        var k = rows[0].Length;
        var a = new double[k, k + 1];
        for (var n = 0; n < rows.Length; n++)
            for (var i = 0; i < k; i++)
            {
                for (var j = 0; j < k; j++)
                    a[i, j] += rows[n][i] * rows[n][j];
                a[i, k] += rows[n][i] * y[n];
            }
        for (var i = 0; i < k; i++) // positive definite: no pivoting needed
            for (var row = 0; row < k; row++)
                if (row != i)
                {
                    var factor = a[row, i] / a[i, i];
                    for (var j = i; j <= k; j++)
                        a[row, j] -= factor * a[i, j];
                }
        return [.. Enumerable.Range(0, k).Select(i => a[i, k] / a[i, i])];
    }
}
