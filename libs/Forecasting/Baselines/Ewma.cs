using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The exponentially weighted moving average of RiskMetrics (J.P. Morgan 1996): F = 252 · Σ λ^i·r²(t−i) / Σ λ^i with λ = .94 and
/// the mean return taken as zero. It is the same for every horizon, because its variance is a random walk. Nothing is estimated.
/// </summary>
/// <remarks>The sums cover the last 300 returns, of which the oldest has a weight of 1e-8, so they need no initial value. The
/// recursion h(t+1) = λ·h(t) + (1 − λ)·r²(t) gives the same from any start long enough ago.</remarks>
public sealed class Ewma : IForecaster
{
    internal const string ModelName = "ewma";
    private const string StateName = "ewma_variance";
    private const double Lambda = .94;
    private const int Memory = 300;

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var sample = new TrainingSample(this, known, realizedVariance, [StateName], (data, row, values) =>
            values[0] = VarianceState.Known(data, row) ? State(data.LogReturns[..(row + 1)], Lambda) : double.NaN);
        var parameters = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["lambda"] = Lambda };
        return Load(FittedModelSpec.Of(this, known, sample, horizon)
            with
        { State = new(StateName, sample.Means()[0], parameters) });
    }

    internal static IFittedForecaster Load(FittedModelSpec spec)
    {
        var lambda = spec.RequireState(StateName).Parameter("lambda");
        return new StateForecaster(spec, VarianceState.NewestSessions, known => State(known.LogReturns, lambda), v => v);
    }

    private static double State(ReadOnlySpan<double> logReturns, double lambda)
    {
        double sum = 0, weights = 0, weight = 1;
        for (var (t, n) = (logReturns.Length - 1, 0); t >= 0 && n < Memory; t--)
        {
            var r = logReturns[t];
            if (!double.IsFinite(r))
                continue;
            sum += weight * r * r;
            weights += weight;
            weight *= lambda;
            n++;
        }
        return RealizedVariance.SessionsPerYear * sum / weights;
    }
}
