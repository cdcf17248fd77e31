using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>A regression by least squares, in log variance or in variance.</summary>
/// <param name="Name">Its name in the recipe.</param>
/// <param name="Regressors">Its terms, in order.</param>
/// <param name="InLogs">Whether it is affine in log variance. Otherwise it is affine in variance, and forecasts no less than the
/// smallest label of its training.</param>
internal sealed record LeastSquaresMember(string Name, IReadOnlyList<Regressor> Regressors, bool InLogs) : Member(Name)
{
    /// <summary>As the model <c>log-har-range</c>.</summary>
    public static LeastSquaresMember LogHarRange { get; } = new(Forecasting.LogHarRange.ModelName,
        [.. new[] { 1, 5, 22 }.Select(window => GammaMember.LogOfVolatility($"range_vol_{window}d"))], InLogs: true);

    /// <summary>As the model <c>har</c>, with a month of 20 sessions and without the last day, which hardly counts over a month.
    /// In calm its forecast stays near the mean, and in stress it follows: no model of log variance does both.</summary>
    public static LeastSquaresMember Har { get; } = new(Forecasting.Har.ModelName,
        [.. new[] { 5, 20 }.Select(window => Regressor.OfColumn($"rv_{window}d", $"vol_{window}d", TermTransform.Square))],
        InLogs: false);

    public override IReadOnlyList<IReadOnlyList<Regressor>> Terms { get; } = [Regressors];

    public override RecipeMember Fit(
        IForecaster model, ForecastingData known, double[] realizedVariance, double[] rangeVariance, int horizon)
    {
        var sample = AffineModel.Sample(model, known, realizedVariance, Regressors);
        if (InLogs)
        {
            var (intercept, slopes) = Forecasting.LogHarRange.Estimate(sample);
            return Estimated(sample, Regressors, intercept, slopes);
        }
        var fit = LeastSquares.Fit(new DesignMatrix(sample.Names, sample.RowMajor), sample.Labels);
        return Estimated(sample, Regressors, fit.Intercept, fit.Slopes) with { Floor = sample.Labels.Min() };
    }
}
