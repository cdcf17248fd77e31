using Volcast.Volatility.Garch;

namespace Volcast.Forecasting;

/// <summary>
/// EGARCH(1,1) with a constant mean and Gaussian likelihood (Nelson 1991): ln h(t) = ω + β·ln h(t−1) + α·z(t−1) +
/// γ·(|z(t−1)| − E|z|). The expected variances E[h(t+k)] have a closed form; exp E[ln h(t+k)] would be too low. The forecast
/// is a function of the state h(t+1), but not an affine one.
/// </summary>
public sealed class Egarch : IForecaster
{
    internal const string ModelName = "egarch";
    private const string StateName = "egarch_variance";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
        CancellationToken cancellationToken = default) =>
        ConditionalVariance.Fit(this, StateName, known, realizedVariance, horizon,
            returns => EgarchProcess.Fit(returns).Process, Restore);

    internal static IFittedForecaster Load(FittedModelSpec spec) => ConditionalVariance.Load(spec, StateName, Restore);

    private static EgarchProcess Restore(VarianceState state) => new(
        state.Parameter("mean"), state.Parameter("omega"), state.Parameter("alpha"), state.Parameter("gamma"),
        state.Parameter("beta"));
}
