using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting.Tests.Distribution;

/// <summary>Runs a distribution over generated sessions.</summary>
internal static class GeneratedSessions
{
    public static readonly DateOnly Start = new(2001, 1, 1);

    /// <summary>Issues a forecast after each session with the given return; calls back before each forecast is issued.</summary>
    public static ForecastDistribution Through(
        IReadOnlyList<double> returns, Func<int, double> forecast, int horizon, Action<int, ForecastDistribution>? evening = null)
    {
        var distribution = new ForecastDistribution(horizon);
        for (var day = 0; day < returns.Count; day++)
        {
            distribution.Observe(Start.AddDays(day), returns[day]);
            evening?.Invoke(day, distribution);
            distribution.Issue(forecast(day));
        }
        return distribution;
    }

    /// <summary>Returns for which, with horizon 1 and a forecast of 1, the residuals ln(252 r²) are given.</summary>
    public static double ReturnOf(double residual) => Math.Sqrt(Math.Exp(residual) / 252);

    public static double[] Gaussian(int count, int seed, double deviation = .01)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))];
    }
}
