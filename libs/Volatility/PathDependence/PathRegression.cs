namespace Volcast.Volatility.PathDependence;

/// <summary>The least squares of volatility on trend and activity at given kernels, and how its residual changes with them. Not
/// for two threads at a time.</summary>
internal sealed class PathRegression
{
    /// <summary>No kernel is looked at whose log exponent or log shift lies further from 0 than this.</summary>
    private const double Reach = 7;

    /// <summary>Trend and activity are collinear when what the other leaves of their variation is smaller than this
    /// share.</summary>
    private const double CollinearityTolerance = 1e-12;

    /// <summary>What rounding leaves of a constant's variance, relative to its square.</summary>
    private const double RoundingShare = 1e-24;

    private readonly double[] returns;
    private readonly double[] squares;
    private readonly int[] seen;
    private readonly double[] volatilities;
    private readonly double meanVolatility;
    private readonly double totalSquares;
    private readonly PathTerm[] trend;
    private readonly PathTerm[] activity;

    /// <param name="logReturns">All returns, in order, none absent.</param>
    /// <param name="seen">How many of them each row knows.</param>
    /// <param name="volatilities">What each row is to say.</param>
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

    /// <summary>The betas at the kernels that were looked at last.</summary>
    public double Intercept { get; private set; }

    /// <inheritdoc cref="Intercept"/>
    public double TrendSlope { get; private set; }

    /// <inheritdoc cref="Intercept"/>
    public double ActivitySlope { get; private set; }

    /// <summary>The kernels of a point: the logs of the trend's exponent and shift, and of the activity's.</summary>
    public static (PowerLawKernel Trend, PowerLawKernel Activity) Kernels(ReadOnlySpan<double> point) =>
        (new(Math.Exp(point[0]), Math.Exp(point[1])), new(Math.Exp(point[2]), Math.Exp(point[3])));

    /// <summary>The share of the volatility's variance that is left unexplained; infinite where the kernels are out of reach, and
    /// NaN where the columns or the volatility do not vary.</summary>
    /// <param name="point">As in <see cref="Kernels"/>.</param>
    /// <param name="gradient">Receives the derivatives by it. Since the betas are at their optimum, they count as
    /// constant.</param>
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

    /// <summary>The mean of variance over fitted variance, of the rows whose fit is no lower than any volatility seen.</summary>
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

    /// <summary>A column's value in one row, and its derivatives by the logs of the kernel's parameters.</summary>
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
