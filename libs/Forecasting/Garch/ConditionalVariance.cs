using Volcast.Volatility;
using Volcast.Volatility.Garch;

namespace Volcast.Forecasting;

/// <summary>
/// What the forecasters of the GARCH family share: the process is estimated on the returns of the rows that have a label, and
/// its variance for the coming session, filtered from all returns there are, is the one state; the forecast is the mean of the
/// expected variances over the horizon, F = 252/h · Σ E[h(t+k)], k = 1 … h.
/// </summary>
internal static class ConditionalVariance
{
    /// <summary>The variance of the first training return, from which every filter begins.</summary>
    private const string FirstVariance = "first_variance";

    /// <summary>A variance stays within these multiples of the first: volatility from a thousandth to the hundredfold. October
    /// 1987 is far inside; but after weeks of stale prices one true return is a thousand deviations, and the exponential of an
    /// EGARCH would overflow. The arch package bounds it for the same reason.</summary>
    private const double LeastMultiple = 1e-6, LargestMultiple = 1e4;

    public static IFittedForecaster Fit(IForecaster model, string stateName, ForecastingData known,
        ReadOnlySpan<double> realizedVariance, int horizon, Func<double[], VarianceProcess> estimate,
        Func<VarianceState, VarianceProcess> restore)
    {
        // First, so that too little history is called that and is not an estimation that failed.
        var usable = new TrainingSample(model, known, realizedVariance, [stateName],
            (data, row, values) => values[0] = VarianceState.Known(data, row) ? 0 : double.NaN);
        var training = known.LogReturns[..realizedVariance.Length];
        var returns = Present(training);
        var process = estimate(returns);
        var first = process.First(returns);
        var variance = first;
        var states = new double[training.Length];
        for (var row = 0; row < states.Length; row++)
        {
            variance = Next(process, first, variance, training[row]);
            states[row] = VarianceState.Known(known, row) ? RealizedVariance.SessionsPerYear * variance : double.NaN;
        }
        var sample = new TrainingSample(model, known, realizedVariance, [stateName], (_, row, values) => values[0] = states[row]);

        var parameters = new SortedDictionary<string, double>(StringComparer.Ordinal) { [FirstVariance] = first };
        foreach (var (name, value) in process.ParameterNames.Zip(process.Parameters))
            parameters.Add(name, value);
        return Load(Recipe.Of(model, known, usable, horizon) with { State = new(stateName, sample.Means()[0], parameters) },
            stateName, restore);
    }

    public static IFittedForecaster Load(Recipe recipe, string stateName, Func<VarianceState, VarianceProcess> restore)
    {
        var state = recipe.RequireState(stateName);
        var (process, first) = (restore(state), state.Parameter(FirstVariance));
        return new StateForecaster(recipe, VarianceState.NewestSessions,
            known => RealizedVariance.SessionsPerYear * Next(process, first, known.LogReturns),
            variance => RealizedVariance.SessionsPerYear
                * process.Forecast(variance / RealizedVariance.SessionsPerYear, recipe.Horizon)
                    .Average(expected => Bounded(expected, first)));
    }

    /// <summary>The last of <see cref="VarianceProcess.Filter"/>, bounded, without keeping the others.</summary>
    private static double Next(VarianceProcess process, double first, ReadOnlySpan<double> logReturns)
    {
        var variance = first;
        foreach (var r in logReturns)
            variance = Next(process, first, variance, r);
        return variance;
    }

    /// <summary>A session whose return is absent is passed over.</summary>
    private static double Next(VarianceProcess process, double first, double variance, double logReturn) =>
        double.IsFinite(logReturn) ? Bounded(process.Next(variance, logReturn), first) : variance;

    private static double Bounded(double variance, double first) =>
        Math.Clamp(variance, LeastMultiple * first, LargestMultiple * first);

    private static double[] Present(ReadOnlySpan<double> logReturns)
    {
        var present = new List<double>(logReturns.Length);
        foreach (var r in logReturns)
            if (double.IsFinite(r))
                present.Add(r);
        return [.. present];
    }
}
