using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting.Tests.Distribution;

/// <summary>Leads a distribution through made-up sessions.</summary>
internal static class Led
{
    public static readonly DateOnly Start = new(2001, 1, 1);

    /// <summary>A forecast on the evening of each session, whose return is given; calls back before it is issued.</summary>
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

    /// <summary>With horizon 1 and a forecast of 1, the residual ln(252 r²) is what is wanted.</summary>
    public static double ReturnOf(double residual) => Math.Sqrt(Math.Exp(residual) / 252);

    public static double[] Gaussian(int count, int seed, double deviation = .01)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))];
    }
}
