namespace Volcast.Volatility.PathDependence;

/// <summary>σ = intercept + trend slope · R₁ + activity slope · √R₂, fitted to a future variance.</summary>
/// <param name="Trend">The weights of the returns in R₁.</param>
/// <param name="Activity">The weights of the squared returns in R₂.</param>
/// <param name="Intercept">β₀, annualised volatility.</param>
/// <param name="TrendSlope">β₁; negative if falling prices raise volatility.</param>
/// <param name="ActivitySlope">β₂.</param>
/// <remarks>
/// As in Guyon and Lekeufack (2023), all seven parameters are fitted by least squares of the volatility. For given kernels the
/// betas are a linear regression, so the search covers the four parameters of the kernels only (Golub and Pereyra 1973). There
/// are two changes for forecasting a variance. First, a ridge penalty stabilises exponent and shift, which are hard to
/// separate: one thousandth of the volatility's sample variance, times the squared distance of the kernels' logs from the
/// starting values. Second, the betas are multiplied by one factor so that RV/σ² has mean 1 over the training rows, because
/// the square of a mean is smaller than the mean of a square (the smearing of Duan 1983; the factor that minimises QLIKE).
/// </remarks>
public sealed record PathDependentFit(
    PowerLawKernel Trend, PowerLawKernel Activity, double Intercept, double TrendSlope, double ActivitySlope)
{
    private const double Ridge = 1e-3;

    /// <summary>The expected decrease of the unexplained share below which the search stops.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Exponent and shift of each kernel at the start, to which the ridge penalty also pulls: a trend of days, an
    /// activity of weeks.</summary>
    private static readonly double[] Ordinary = [Math.Log(1), Math.Log(5), Math.Log(1.5), Math.Log(13)];

    /// <summary>Fits to the annualised variance after some of the sessions.</summary>
    /// <param name="logReturns">All returns, in order, none missing.</param>
    /// <param name="seen">The number of returns known at each row, at least 1 and ascending.</param>
    /// <param name="variances">The label of each row, annualised variance, positive.</param>
    /// <exception cref="ArgumentException">Rows and variances differ in number.</exception>
    /// <exception cref="EstimationException">Returns or variances are constant, or the search does not converge.</exception>
    public static PathDependentFit Of(double[] logReturns, int[] seen, double[] variances)
    {
        if (seen.Length != variances.Length)
            throw new ArgumentException($"There are {variances.Length} variances for {seen.Length} rows.", nameof(variances));
        var regression = new PathRegression(logReturns, seen, Array.ConvertAll(variances, Math.Sqrt));
        var start = regression.Unexplained(Ordinary, new double[Ordinary.Length]);
        if (!double.IsFinite(start))
            throw new EstimationException(
                "The returns, or the variances that follow them, do not vary: check for stale prices.");
        var curvature = new double[4, 4];
        for (var i = 0; i < 4; i++)
            curvature[i, i] = .1;
        var minimum = QuasiNewton.Minimize(Penalized, Ordinary, curvature, Tolerance);
        if (!minimum.Converged)
            throw new EstimationException($"The kernels of path-dependent volatility did not converge in {minimum.Iterations} "
                + $"steps over {seen.Length} rows: check the returns for outliers.");
        var (trend, activity) = PathRegression.Kernels(minimum.Point);
        regression.Unexplained(minimum.Point, new double[4]);
        var raise = Math.Sqrt(regression.MeanRatio());
        return new(trend, activity, raise * regression.Intercept, raise * regression.TrendSlope,
            raise * regression.ActivitySlope);

        double Penalized(ReadOnlySpan<double> point, Span<double> gradient)
        {
            var value = regression.Unexplained(point, gradient);
            for (var i = 0; i < point.Length; i++)
            {
                var away = point[i] - Ordinary[i];
                value += Ridge * away * away;
                gradient[i] += 2 * Ridge * away;
            }
            return value;
        }
    }
}
