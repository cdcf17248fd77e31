using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The options market's forecast on the scale of realised variance: a gamma regression with log link on the log of the target's
/// implied-volatility index, ln E[RV] = a + b · ln VIX. Implied volatility includes a premium, which a and b remove.
/// </summary>
/// <param name="impliedVolatility">The column of the index, in points.</param>
public sealed class VixCalibrated(string impliedVolatility = "vix") : IForecaster
{
    internal const string ModelName = "vix-calibrated";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs { get; } = [impliedVolatility];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var terms = Terms(Inputs);
        var sample = AffineModel.Sample(this, known, realizedVariance, terms);
        var fit = GammaRegression.Fit(new DesignMatrix(sample.Names, sample.RowMajor), sample.Labels);
        return AffineModel.OfLogVariance.Fitted(this, known, sample, horizon, terms, fit.Intercept, fit.Slopes);
    }

    internal static IFittedForecaster Load(FittedModelSpec spec) => spec.Inputs.Count == 1
        ? AffineModel.OfLogVariance.Load(spec, Terms(spec.Inputs))
        : throw new InvalidDataException(
            $"{FittedModelSpec.FileName} of {ModelName} names {spec.Inputs.Count} inputs, but it must have one: train again.");

    private static IReadOnlyList<Regressor> Terms(IReadOnlyList<string> inputs) =>
        [.. inputs.Select(input => Regressor.OfColumn($"ln_{input}", input, TermTransform.Log))];
}
