namespace Volcast.Volatility.PathDependence;

/// <summary>σ = intercept + trend slope · R₁ + activity slope · √R₂, fitted to a variance to come.</summary>
/// <param name="Trend">The weights of the returns in R₁.</param>
/// <param name="Activity">The weights of the squared returns in R₂.</param>
/// <param name="Intercept">β₀, annualised volatility.</param>
/// <param name="TrendSlope">β₁; negative where falling prices raise volatility.</param>
/// <param name="ActivitySlope">β₂.</param>
/// <remarks>
/// As Guyon and Lekeufack (2023) do, by least squares of the volatility over all seven parameters: at any two kernels the betas
/// are a linear regression, so that the search is over the four parameters of the kernels (Golub and Pereyra 1973). Two changes
/// for forecasting a variance. A ridge of one thousandth of the volatility's sample variance, on the squared distance of the
/// kernels' logs from ordinary ones, keeps exponent and shift, which a flat valley joins, from wandering off together. And the
/// betas are raised by one factor that gives RV/σ² a mean of one over the training rows, as the square of a mean is less than the
/// mean of a square (the smearing of Duan 1983; the factor that minimises QLIKE).
/// </remarks>
public sealed record PathDependentFit(
    PowerLawKernel Trend, PowerLawKernel Activity, double Intercept, double TrendSlope, double ActivitySlope)
{
    private const double Ridge = 1e-3;

    /// <summary>The promised drop in unexplained variance with which the search is content.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Exponent and shift of either kernel to begin from and to be drawn to: a trend of days, an activity of
    /// weeks.</summary>
    private static readonly double[] Ordinary = [Math.Log(1), Math.Log(5), Math.Log(1.5), Math.Log(13)];

    /// <summary>Fits to the annualised variance that follows some of the sessions.</summary>
    /// <param name="logReturns">All returns, in order, none absent.</param>
    /// <param name="seen">How many of the returns each row knows, at least 1 and ascending.</param>
    /// <param name="variances">The variance to come of each row, annualised, positive.</param>
    /// <exception cref="ArgumentException">Rows and variances differ in number.</exception>
    /// <exception cref="EstimationException">Returns or variances do not vary, or no search ends.</exception>
    public static PathDependentFit Of(double[] logReturns, int[] seen, double[] variances)
    {
        if (seen.Length != variances.Length)
            throw new ArgumentException($"{variances.Length} variances stand beside {seen.Length} rows.", nameof(variances));
        var regression = new PathRegression(logReturns, seen, Array.ConvertAll(variances, Math.Sqrt));
        var start = regression.Unexplained(Ordinary, new double[Ordinary.Length]);
        if (!double.IsFinite(start))
            throw new EstimationException(
                "The returns, or the variances that follow them, do not vary: look for a price that stands still.");
        var curvature = new double[4, 4];
        for (var i = 0; i < 4; i++)
            curvature[i, i] = .1;
        var minimum = QuasiNewton.Minimize(Penalized, Ordinary, curvature, Tolerance);
        if (!minimum.Converged)
            throw new EstimationException($"The kernels of path-dependent volatility did not converge in {minimum.Iterations} "
                + $"steps over {seen.Length} rows: look for outliers among the returns.");
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
