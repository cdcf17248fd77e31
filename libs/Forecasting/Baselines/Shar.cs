using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The semivariance autoregression of Patton and Sheppard (2015): <see cref="Har"/> with the last day's variance split by the
/// sign of its return, RV = b₀ + b⁻·RS⁻ + b⁺·RS⁺ + b₂·RV(5) + b₃·RV(22), because a fall predicts more variance than a rise. From
/// daily returns, RS⁻ is 252·r² if r is negative, else 0; RS⁺ is 252·r² if r is positive, else 0. It has the same filter.
/// </summary>
public sealed class Shar : IForecaster
{
    internal const string ModelName = "shar";

    private static readonly IReadOnlyList<Regressor> Terms =
    [
        Regressor.OfReturns("rs_negative_1d", 1, 22, day => Semivariance(Math.Min(day[0], 0))),
        Regressor.OfReturns("rs_positive_1d", 1, 22, day => Semivariance(Math.Max(day[0], 0))),
        .. Regressor.MeanSquares(5, 22),
    ];

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
        CancellationToken cancellationToken = default) =>
        Har.Fit(this, known, realizedVariance, horizon, Terms);

    internal static IFittedForecaster Load(FittedModelSpec spec) => AffineModel.OfVariance.Load(spec, Terms);

    private static double Semivariance(double logReturn) => RealizedVariance.SessionsPerYear * logReturn * logReturn;
}
