using Volcast.Volatility.Garch;

namespace Volcast.Forecasting;

/// <summary>
/// GARCH(1,1) with a constant mean and Gaussian likelihood (Bollerslev 1986): h(t) = ω + α·e²(t−1) + β·h(t−1), and
/// E[h(t+k)] = ω + (α + β)·E[h(t+k−1)]. The forecast is affine in the state h(t+1).
/// </summary>
public sealed class Garch : IForecaster
{
    internal const string ModelName = "garch";
    private const string StateName = "garch_variance";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
        CancellationToken cancellationToken = default) =>
        ConditionalVariance.Fit(this, StateName, known, realizedVariance, horizon,
            returns => GarchProcess.Fit(returns).Process, Restore);

    internal static IFittedForecaster Load(FittedModelSpec spec) => ConditionalVariance.Load(spec, StateName, Restore);

    private static GarchProcess Restore(VarianceState state) => new(
        state.Parameter("mean"), state.Parameter("omega"), state.Parameter("alpha"), state.Parameter("beta"));
}
