using Volcast.Volatility;
using Volcast.Volatility.Garch;

namespace Volcast.Forecasting;

/// <summary>
/// The shared part of the GARCH forecasters. The process is estimated on the returns of the rows that have a label. Its only
/// state is the variance of the next session, filtered from all returns. The forecast is the mean of the expected variances
/// over the horizon, F = 252/h · Σ E[h(t+k)], k = 1 … h.
/// </summary>
internal static class ConditionalVariance
{
    /// <summary>The variance of the first training return, from which every filter begins.</summary>
    private const string FirstVariance = "first_variance";

    /// <summary>The largest e² of the training returns.</summary>
    private const string LargestSquaredResidual = "largest_squared_residual";

    public static IFittedForecaster Fit(IForecaster model, string stateName, ForecastingData known,
        ReadOnlySpan<double> realizedVariance, int horizon, Func<double[], VarianceProcess> estimate,
        Func<VarianceState, VarianceProcess> restore)
    {
        // Checked first, so that too little history is reported as such and not as a failed estimation.
        var usable = new TrainingSample(model, known, realizedVariance, [stateName],
            (data, row, values) => values[0] = VarianceState.Known(data, row) ? 0 : double.NaN);
        var training = known.LogReturns[..realizedVariance.Length];
        var returns = Present(training);
        var process = estimate(returns);
        var first = process.First(returns);
        var largest = returns.Max(r => (r - process.Mean) * (r - process.Mean));
        var path = new VariancePath(process, first, largest);
        var states = new double[training.Length];
        for (var row = 0; row < states.Length; row++)
        {
            path.Observe(training[row]);
            states[row] = VarianceState.Known(known, row) ? RealizedVariance.SessionsPerYear * path.Next : double.NaN;
        }
        var sample = new TrainingSample(model, known, realizedVariance, [stateName], (_, row, values) => values[0] = states[row]);

        var parameters = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [FirstVariance] = first,
            [LargestSquaredResidual] = largest,
        };
        foreach (var (name, value) in process.ParameterNames.Zip(process.Parameters))
            parameters.Add(name, value);
        return Load(
            FittedModelSpec.Of(model, known, usable, horizon) with { State = new(stateName, sample.Means()[0], parameters) },
            stateName, restore);
    }

    public static IFittedForecaster Load(FittedModelSpec spec, string stateName, Func<VarianceState, VarianceProcess> restore)
    {
        var state = spec.RequireState(stateName);
        var (process, first) = (restore(state), state.Parameter(FirstVariance));
        var largest = state.Parameter(LargestSquaredResidual);
        return new StateForecaster(spec, VarianceState.NewestSessions,
            known => RealizedVariance.SessionsPerYear * Next(new(process, first, largest), known.LogReturns),
            variance => RealizedVariance.SessionsPerYear * Expected(variance / RealizedVariance.SessionsPerYear));

        double Expected(double next)
        {
            var path = new VariancePath(process, first, Math.Max(largest, next));
            return process.Forecast(next, spec.Horizon).Average(path.Bounded);
        }
    }

    private static double Next(VariancePath path, ReadOnlySpan<double> logReturns)
    {
        foreach (var r in logReturns)
            path.Observe(r);
        return path.Next;
    }

    private static double[] Present(ReadOnlySpan<double> logReturns)
    {
        var present = new List<double>(logReturns.Length);
        foreach (var r in logReturns)
            if (double.IsFinite(r))
                present.Add(r);
        return [.. present];
    }
}
