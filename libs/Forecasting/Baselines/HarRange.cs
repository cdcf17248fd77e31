namespace Volcast.Forecasting;

/// <summary>
/// <see cref="Har"/> on a less noisy measure of past variance: the mean range variance (squared overnight return + Garman and
/// Klass 1980) of the last day, week and month replaces the mean squared return, RV = b₀ + b₁·V(1) + b₂·V(5) + b₃·V(22) (Corsi
/// 2009). It has the same filter.
/// </summary>
/// <param name="rangeVolatilities">The columns of range volatility over the last day, week and month, annualised
/// decimal.</param>
public sealed class HarRange(IReadOnlyList<string> rangeVolatilities) : IForecaster
{
    internal const string ModelName = "har-range";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => rangeVolatilities;
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
        CancellationToken cancellationToken = default) =>
        Har.Fit(this, known, realizedVariance, horizon, Terms(rangeVolatilities));

    internal static IFittedForecaster Load(FittedModelSpec spec) => AffineModel.OfVariance.Load(spec, Terms(spec.Inputs));

    private static IReadOnlyList<Regressor> Terms(IReadOnlyList<string> columns) =>
        [.. columns.Select(column => Regressor.OfColumn($"{column}_squared", column, TermTransform.Square))];
}
