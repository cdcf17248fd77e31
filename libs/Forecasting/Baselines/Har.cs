using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The heterogeneous autoregression of Corsi (2009): realised variance over the horizon by ordinary least squares on the
/// annualised mean squared return of the last day, week (5) and month (22), RV = b₀ + b₁·RV(1) + b₂·RV(5) + b₃·RV(22). A
/// forecast below the smallest training label is replaced by the mean training label (Bollerslev, Patton and Quaedvlieg 2016).
/// </summary>
public sealed class Har : IForecaster
{
    internal const string ModelName = "har";
    private static readonly IReadOnlyList<Regressor> Terms = Regressor.MeanSquares(1, 5, 22);

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];

    /// <summary>Half a year for four coefficients, so that the benchmark exists for a history of one year.</summary>
    public int MinimumTrainingRows => 126;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
        CancellationToken cancellationToken = default) =>
        Fit(this, known, realizedVariance, horizon, Terms);

    internal static IFittedForecaster Load(FittedModelSpec spec) => AffineModel.OfVariance.Load(spec, Terms);

    /// <summary>Fits realised variance to any terms by least squares, with the same filter.</summary>
    internal static IFittedForecaster Fit(IForecaster model, ForecastingData known, ReadOnlySpan<double> realizedVariance,
        int horizon, IReadOnlyList<Regressor> terms)
    {
        var sample = AffineModel.Sample(model, known, realizedVariance, terms);
        var fit = LeastSquares.Fit(new DesignMatrix(sample.Names, sample.RowMajor), sample.Labels);
        return AffineModel.OfVariance.Fitted(model, known, sample, horizon, terms, fit.Intercept, fit.Slopes);
    }
}
