using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The heterogeneous autoregression in logs (Corsi 2009; Andersen, Bollerslev and Diebold 2007) on range variances: ln RV = b₀ +
/// b₁·ln V(1) + b₂·ln V(5) + b₃·ln V(22) + e by ordinary least squares, where V(w) is the mean range variance of the last w
/// sessions. The forecast is exp(b₀ + …) times the smearing factor of Duan (1983), the mean of exp(e) over the training rows.
/// The log of five squared returns is so noisy that exp(b₀ + …) alone is a third too low.
/// </summary>
/// <param name="rangeVolatilities">The columns of range volatility over the last day, week and month, annualised
/// decimal.</param>
public sealed class LogHarRange(IReadOnlyList<string> rangeVolatilities) : IForecaster
{
    internal const string ModelName = "log-har-range";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => rangeVolatilities;
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var terms = Terms(rangeVolatilities);
        var sample = AffineModel.Sample(this, known, realizedVariance, terms);
        var (intercept, slopes) = Estimate(sample);
        return AffineModel.OfLogVariance.Fitted(this, known, sample, horizon, terms, intercept, slopes);
    }

    /// <summary>The coefficients; the intercept includes the smearing factor.</summary>
    internal static (double Intercept, double[] Slopes) Estimate(TrainingSample sample)
    {
        var design = new DesignMatrix(sample.Names, sample.RowMajor);
        var response = Array.ConvertAll(sample.Labels, Math.Log);
        var fit = LeastSquares.Fit(design, response);
        var fitted = design.Predict([fit.Intercept, .. fit.Slopes]);
        var smearing = response.Select((y, row) => Math.Exp(y - fitted[row])).Average();
        return (fit.Intercept + Math.Log(smearing), fit.Slopes);
    }

    internal static IFittedForecaster Load(FittedModelSpec spec) => AffineModel.OfLogVariance.Load(spec, Terms(spec.Inputs));

    private static IReadOnlyList<Regressor> Terms(IReadOnlyList<string> columns) =>
        [.. columns.Select(column => Regressor.OfColumn($"ln_{column}_squared", column, TermTransform.LogOfSquare))];
}
