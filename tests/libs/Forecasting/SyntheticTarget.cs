using Volcast.Forecasting;

namespace Volcast.Testing;

/// <summary>A generated target with slowly changing volatility, with an implied volatility and features that measure it with
/// noise.</summary>
internal static class SyntheticTarget
{
    public static readonly string[] Features = ["vol_5d", "vol_20d", "vix", "noise"];

    /// <summary>Windows of the range volatilities, which measure each day's variance with less noise than its return.</summary>
    private static readonly int[] RangeWindows = [1, 5, 10, 22, 66, 250];

    public static ForecastingData Create(int rows = 1200, int seed = 11)
    {
        var random = new Random(seed);
        var ranges = new Random(seed + 1);
        var others = new Random(seed + 2);
        var sessions = new DateOnly[rows];
        var returns = new double[rows];
        var rangeVariances = new double[rows];
        string[] names =
        [
            .. Features, .. RangeWindows.Select(w => $"range_vol_{w}d"), "scaled_ret_1d", "scaled_ret_5d", "overnight_share_22d",
            "vix_mean_22d", "vix_term",
        ];
        var columns = names.ToDictionary(name => name, _ => new double[rows]);
        var day = new DateOnly(2001, 1, 1);
        var dailyVariance = 1e-4;
        var logVolatility = 0.0;
        for (var row = 0; row < rows; row++)
        {
            day = day.AddDays(day.DayOfWeek == DayOfWeek.Friday ? 3 : 1);
            sessions[row] = day;
            returns[row] = row == 0 ? double.NaN : Math.Sqrt(dailyVariance) * Gaussian(random);
            rangeVariances[row] = 252 * dailyVariance * Math.Exp(.5 * Gaussian(ranges) - .125);
            foreach (var w in RangeWindows)
                columns[$"range_vol_{w}d"][row] =
                    row < w ? double.NaN : Math.Sqrt(rangeVariances[(row - w + 1)..(row + 1)].Average());
            logVolatility = .98 * logVolatility + .15 * Gaussian(random);
            dailyVariance = 1e-4 * Math.Exp(2 * logVolatility);
            columns["vix"][row] = 100 * Math.Sqrt(252 * dailyVariance) * Math.Exp(.1 + .1 * Gaussian(random));
            columns["noise"][row] = Gaussian(random);
            columns["overnight_share_22d"][row] = .2 + .1 * others.NextDouble();
            columns["vix_term"][row] = Math.Exp(.1 + .05 * Gaussian(others));
            columns["vix_mean_22d"][row] = row < 21 ? double.NaN : columns["vix"][(row - 21)..(row + 1)].Average();
            foreach (var w in new[] { 1, 5 })
                columns[$"scaled_ret_{w}d"][row] = row < w
                    ? double.NaN
                    : returns[(row - w + 1)..(row + 1)].Sum() / (columns["range_vol_22d"][row] * Math.Sqrt(w / 252.0));
            columns["vol_5d"][row] = Volatility(returns, row, 5);
            columns["vol_20d"][row] = Volatility(returns, row, 20);
        }
        return new ForecastingData("TEST", sessions, returns, columns);
    }

    private static double Volatility(double[] returns, int row, int window) =>
        row < window ? double.NaN : Math.Sqrt(252.0 / window * returns[(row - window + 1)..(row + 1)].Sum(r => r * r));

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
