using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// <c>rv-5</c> and <c>rv-22</c>: the forecast is the variance of the last week or month, F = 252/w · Σ r²(t−w+1 … t), the
/// textbook's historical volatility (Poon and Granger 2003, "random walk" and "historical average"). Nothing is estimated; the
/// training rows only give the average value for explanations.
/// </summary>
/// <param name="window">Sessions in the window.</param>
public sealed class RollingVariance(int window) : IForecaster
{
    internal const string WeekName = "rv-5";
    internal const string MonthName = "rv-22";
    private readonly string stateName = StateName(window);

    public string Name { get; } = $"rv-{window}";
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var sample = new TrainingSample(this, known, realizedVariance, [stateName], (data, row, values) =>
            values[0] = VarianceState.Known(data, row, window) ? State(data.KnownAt(row), window) : double.NaN);
        return Load(FittedModelSpec.Of(this, known, sample, horizon) with
        {
            State = new(stateName, sample.Means()[0], new SortedDictionary<string, double>(StringComparer.Ordinal)),
        }, window);
    }

    internal static IFittedForecaster Load(FittedModelSpec spec, int window)
    {
        spec.RequireState(StateName(window));
        return new StateForecaster(spec, window, known => State(known, window), variance => variance);
    }

    private static double State(ForecastingData known, int window) =>
        RealizedVariance.AnnualizedMeanSquare(known.LogReturns[^window..]);

    private static string StateName(int window) => $"rv_{window}d";
}
