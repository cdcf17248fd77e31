using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>SPY with the 21 features and the range volatilities, from the reference data beside the repository.</summary>
internal static class SpyData
{
    private static readonly Lazy<ForecastingData> Lazy = new(Read);

    /// <summary>The data; skips the running test if they are missing.</summary>
    public static ForecastingData Load()
    {
        SharedData.Require("data", "market");
        return Lazy.Value;
    }

    /// <summary>The names of the 21 features.</summary>
    public static string[] Features(ForecastingData data) => [.. data.ColumnNames.Take(21)];

    private static ForecastingData Read()
    {
        var folder = SharedData.Require("data", "market");
        var target = Closes(folder, "SPY");
        var sessions = target.Keys.Order().ToArray();
        var columns = NaiveFeatures.Compute(Aligned("SPY"), Aligned("VIX"), Aligned("VIX3M"), Aligned("TLT"), Aligned("HYG"));
        foreach (var (name, values) in NaiveRanges.Compute(folder, NaiveFeatures.LogReturns(Aligned("SPY"))))
            columns.Add(name, values);
        return new("SPY", sessions, NaiveFeatures.LogReturns(Aligned("SPY")), columns);

        double[] Aligned(string symbol)
        {
            var closes = Closes(folder, symbol);
            return [.. sessions.Select(day => closes.GetValueOrDefault(day, double.NaN))];
        }
    }

    private static Dictionary<DateOnly, double> Closes(string folder, string symbol) =>
        File.ReadLines(Path.Combine(folder, $"{symbol}.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(f => DateOnly.ParseExact(f[0], "yyyy-MM-dd"), f => double.Parse(f[5]));
}
