using Volcast.Volatility.Garch;

namespace Volcast.Forecasting;

/// <summary>
/// GJR-GARCH(1,1) with a constant mean and Student's t (Glosten, Jagannathan and Runkle 1993; Bollerslev 1987): h(t) = ω +
/// (α + γ·[e(t−1) &lt; 0])·e²(t−1) + β·h(t−1), and E[h(t+k)] = ω + (α + γ/2 + β)·E[h(t+k−1)]. The forecast is
/// affine in the state h(t+1).
/// </summary>
public sealed class GjrGarchT : IForecaster
{
    internal const string ModelName = "gjr-garch-t";
    private const string StateName = "gjr_garch_t_variance";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
        CancellationToken cancellationToken = default) =>
        ConditionalVariance.Fit(this, StateName, known, realizedVariance, horizon,
            returns => GjrGarchProcess.Fit(returns).Process, Restore);

    internal static IFittedForecaster Load(FittedModelSpec spec) => ConditionalVariance.Load(spec, StateName, Restore);

    private static GjrGarchProcess Restore(VarianceState state) => new(
        state.Parameter("mean"), state.Parameter("omega"), state.Parameter("alpha"), state.Parameter("gamma"),
        state.Parameter("beta"), state.Parameter("degrees_of_freedom"));
}
