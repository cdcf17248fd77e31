using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>A forecaster that a test scripts: it forecasts from what is known and records the input of each fit.</summary>
internal sealed class Scripted(
    string name,
    Func<ForecastingData, int, double> forecast,
    Action<ForecastingData, double[]>? onFit = null,
    Func<ForecastingData, Explanation>? explain = null) : IForecaster
{
    public string Name => name;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 0;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        onFit?.Invoke(known, realizedVariance.ToArray());
        return new Fitted(forecast, explain, horizon);
    }

    private sealed class Fitted(
        Func<ForecastingData, int, double> forecast, Func<ForecastingData, Explanation>? explain, int horizon) : IFittedForecaster
    {
        public FittedModelSpec Spec => throw new NotSupportedException();
        public double Forecast(ForecastingData known) => forecast(known, horizon);
        public Explanation Explain(ForecastingData known) => explain?.Invoke(known) ?? throw new NotSupportedException();
        public IReadOnlyDictionary<string, byte[]> Save() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
