namespace Volcast.Forecasting;

/// <summary>The scale of an affine model's output, and whether impossible outputs are replaced.</summary>
/// <param name="Scale">The scale on which the model is affine.</param>
/// <param name="IsFiltered">Whether a forecast below the smallest training label is replaced by the mean training label: the
/// filter of Bollerslev, Patton and Quaedvlieg (2016) for impossible forecasts of a linear model.</param>
internal sealed record AffineModel(ContributionScale Scale, bool IsFiltered)
{
    /// <summary>Affine in variance, and filtered.</summary>
    public static AffineModel OfVariance { get; } = new(ContributionScale.Variance, IsFiltered: true);

    /// <summary>Affine in the log of variance: the variance is positive for any input.</summary>
    public static AffineModel OfLogVariance { get; } = new(ContributionScale.LogVariance, IsFiltered: false);

    /// <summary>The rows that a model can train on.</summary>
    public static TrainingSample Sample(IForecaster model, ForecastingData known, ReadOnlySpan<double> realizedVariance,
        IReadOnlyList<Regressor> regressors) =>
        new(model, known, realizedVariance, [.. regressors.Select(r => r.Term)], (data, row, values) =>
        {
            for (var i = 0; i < regressors.Count; i++)
                values[i] = regressors[i].Transform.Of(regressors[i].Read(data, row));
        });

    /// <summary>The estimated model.</summary>
    public IFittedForecaster Fitted(IForecaster model, ForecastingData known, TrainingSample sample, int horizon,
        IReadOnlyList<Regressor> regressors, double intercept, double[] slopes) =>
        Load(FittedModelSpec.Of(model, known, sample, horizon) with
        {
            Intercept = intercept,
            Terms = AffineStage.Terms(sample, slopes, regressors),
        }, regressors);

    /// <exception cref="InvalidDataException">The recipe does not hold these terms.</exception>
    public IFittedForecaster Load(FittedModelSpec spec, IReadOnlyList<Regressor> regressors) =>
        new AffineForecaster(spec, spec.AffineStage(regressors), regressors, this);

    /// <summary>The annualised variance of an output.</summary>
    public double Variance(double output) => Scale switch
    {
        ContributionScale.Volatility => output * output,
        ContributionScale.LogVariance => Math.Exp(output),
        _ => output,
    };

    /// <summary>The output of an annualised variance.</summary>
    public double Output(double variance) => Scale switch
    {
        ContributionScale.Volatility => Math.Sqrt(variance),
        ContributionScale.LogVariance => Math.Log(variance),
        _ => variance,
    };
}
