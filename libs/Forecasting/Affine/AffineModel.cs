namespace Volcast.Forecasting;

/// <summary>What kind of number an affine model says, and what becomes of one that it must not say.</summary>
/// <param name="Scale">The scale on which the model is affine.</param>
/// <param name="IsFiltered">Whether a forecast under the smallest realised variance of training is replaced by the training mean:
/// the filter of Bollerslev, Patton and Quaedvlieg (2016) for what a linear model must not say.</param>
internal sealed record AffineModel(ContributionScale Scale, bool IsFiltered)
{
    /// <summary>Affine in variance, and filtered.</summary>
    public static AffineModel OfVariance { get; } = new(ContributionScale.Variance, IsFiltered: true);

    /// <summary>Affine in the log of variance: positive whatever the inputs.</summary>
    public static AffineModel OfLogVariance { get; } = new(ContributionScale.LogVariance, IsFiltered: false);

    /// <summary>The rows that a model can learn from.</summary>
    public static TrainingSample Sample(IForecaster model, ForecastingData known, ReadOnlySpan<double> realizedVariance,
        IReadOnlyList<Regressor> regressors) =>
        new(model, known, realizedVariance, [.. regressors.Select(r => r.Term)], (data, row, values) =>
        {
            for (var i = 0; i < regressors.Count; i++)
                values[i] = regressors[i].Transform.Of(regressors[i].Read(data, row));
        });

    /// <summary>The model as it was estimated.</summary>
    public IFittedForecaster Fitted(IForecaster model, ForecastingData known, TrainingSample sample, int horizon,
        IReadOnlyList<Regressor> regressors, double intercept, double[] slopes) =>
        Load(FittedModelSpec.Of(model, known, sample, horizon) with
        {
            Intercept = intercept,
            Terms = AffineStage.Terms(sample, slopes, regressors),
        }, regressors);

    /// <exception cref="InvalidDataException">The recipe does not hold these terms.</exception>
    public IFittedForecaster Load(FittedModelSpec recipe, IReadOnlyList<Regressor> regressors) =>
        new AffineForecaster(recipe, recipe.AffineStage(regressors), regressors, this);

    /// <summary>The annualised variance that an output means.</summary>
    public double Variance(double output) => Scale switch
    {
        ContributionScale.Volatility => output * output,
        ContributionScale.LogVariance => Math.Exp(output),
        _ => output,
    };

    /// <summary>The output that means an annualised variance.</summary>
    public double Output(double variance) => Scale switch
    {
        ContributionScale.Volatility => Math.Sqrt(variance),
        ContributionScale.LogVariance => Math.Log(variance),
        _ => variance,
    };
}
