namespace Volcast.Volatility.PathDependence;

/// <summary>The least-squares fit of volatility to trend and activity at given kernels, and the gradient of its residual. Not
/// thread-safe.</summary>
internal sealed class PathRegression
{
    /// <summary>Bound of a kernel's log exponent and log shift, in absolute value.</summary>
    private const double Reach = 7;

    /// <summary>Trend and activity are collinear if the share of variation that the other does not explain is smaller than
    /// this.</summary>
    private const double CollinearityTolerance = 1e-12;

    /// <summary>The variance of a constant by rounding, relative to its square.</summary>
    private const double RoundingShare = 1e-24;

    private readonly double[] returns;
    private readonly double[] squares;
    private readonly int[] seen;
    private readonly double[] volatilities;
    private readonly double meanVolatility;
    private readonly double totalSquares;
    private readonly PathTerm[] trend;
    private readonly PathTerm[] activity;

    /// <param name="logReturns">All returns, in order, none missing.</param>
    /// <param name="seen">The number of returns known at each row.</param>
    /// <param name="volatilities">The label of each row, annualised volatility.</param>
    public PathRegression(double[] logReturns, int[] seen, double[] volatilities)
    {
        returns = logReturns;
        squares = Array.ConvertAll(logReturns, r => r * r);
        this.seen = seen;
        this.volatilities = volatilities;
        meanVolatility = volatilities.Average();
        totalSquares = volatilities.Sum(v => (v - meanVolatility) * (v - meanVolatility));
        (trend, activity) = (new PathTerm[seen.Length], new PathTerm[seen.Length]);
    }

    /// <summary>The betas at the kernels evaluated last.</summary>
    public double Intercept { get; private set; }

    /// <inheritdoc cref="Intercept"/>
    public double TrendSlope { get; private set; }

    /// <inheritdoc cref="Intercept"/>
    public double ActivitySlope { get; private set; }

    /// <summary>The kernels of a point: the logs of the trend's exponent and shift, and of the activity's.</summary>
    public static (PowerLawKernel Trend, PowerLawKernel Activity) Kernels(ReadOnlySpan<double> point) =>
        (new(Math.Exp(point[0]), Math.Exp(point[1])), new(Math.Exp(point[2]), Math.Exp(point[3])));

    /// <summary>The unexplained share of the volatility's variance; infinite if the kernels are outside the bounds, NaN if the
    /// columns or the volatility are constant.</summary>
    /// <param name="point">As in <see cref="Kernels"/>.</param>
    /// <param name="gradient">Receives the derivatives with respect to the point. The betas are at their optimum, so they
    /// count as constant.</param>
    public double Unexplained(ReadOnlySpan<double> point, Span<double> gradient)
    {
        foreach (var log in point)
            if (!(Math.Abs(log) < Reach))
                return double.PositiveInfinity;
        var (trendKernel, activityKernel) = Kernels(point);
        for (var i = 0; i < seen.Length; i++)
        {
            trend[i] = PathTerm.Of(trendKernel, returns.AsSpan(0, seen[i]));
            activity[i] = PathTerm.Of(activityKernel, squares.AsSpan(0, seen[i])).Root();
        }
        if (!Solve())
            return double.NaN;
        gradient.Clear();
        var unexplained = 0.0;
        for (var i = 0; i < seen.Length; i++)
        {
            var residual = volatilities[i] - Fitted(i);
            unexplained += residual * residual;
            gradient[0] -= residual * TrendSlope * trend[i].ByLogExponent;
            gradient[1] -= residual * TrendSlope * trend[i].ByLogShift;
            gradient[2] -= residual * ActivitySlope * activity[i].ByLogExponent;
            gradient[3] -= residual * ActivitySlope * activity[i].ByLogShift;
        }
        foreach (ref var slope in gradient)
            slope *= 2 / totalSquares;
        return unexplained / totalSquares;
    }

    /// <summary>The mean of variance divided by fitted variance, over the rows whose fit is not below the smallest
    /// volatility.</summary>
    public double MeanRatio()
    {
        var lowest = volatilities.Min();
        var (sum, rows) = (0.0, 0);
        for (var i = 0; i < seen.Length; i++)
            if (Fitted(i) >= lowest)
            {
                var ratio = volatilities[i] / Fitted(i);
                sum += ratio * ratio;
                rows++;
            }
        return sum / rows;
    }

    private double Fitted(int row) => Intercept + TrendSlope * trend[row].Value + ActivitySlope * activity[row].Value;

    /// <summary>The betas by the normal equations of the centred columns; false where they do not determine them.</summary>
    private bool Solve()
    {
        var (meanTrend, meanActivity) = (trend.Average(t => t.Value), activity.Average(t => t.Value));
        double trends = 0, activities = 0, cross = 0, byTrend = 0, byActivity = 0;
        for (var i = 0; i < seen.Length; i++)
        {
            var (t, a) = (trend[i].Value - meanTrend, activity[i].Value - meanActivity);
            var v = volatilities[i] - meanVolatility;
            trends += t * t;
            activities += a * a;
            cross += t * a;
            byTrend += t * v;
            byActivity += a * v;
        }
        var determinant = trends * activities - cross * cross;
        var isConstant = totalSquares <= RoundingShare * seen.Length * meanVolatility * meanVolatility;
        if (isConstant || !(determinant > CollinearityTolerance * trends * activities))
            return false;
        TrendSlope = (byTrend * activities - byActivity * cross) / determinant;
        ActivitySlope = (byActivity * trends - byTrend * cross) / determinant;
        Intercept = meanVolatility - TrendSlope * meanTrend - ActivitySlope * meanActivity;
        return true;
    }

    /// <summary>A column's value in one row, and its derivatives with respect to the logs of the kernel's parameters.</summary>
    private readonly record struct PathTerm(double Value, double ByLogExponent, double ByLogShift)
    {
        /// <summary>The annualised weighted mean.</summary>
        public static PathTerm Of(PowerLawKernel kernel, ReadOnlySpan<double> values)
        {
            const double year = RealizedVariance.SessionsPerYear;
            var mean = kernel.Mean(values, out var byExponent, out var byShift);
            return new(year * mean, year * byExponent * kernel.Exponent, year * byShift * kernel.Shift);
        }

        public PathTerm Root()
        {
            var root = Math.Sqrt(Value);
            return root > 0 ? new(root, ByLogExponent / (2 * root), ByLogShift / (2 * root)) : default;
        }
    }
}
