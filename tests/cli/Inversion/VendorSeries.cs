using Volcast.Evaluation;
using Volcast.Volatility.Ranges;

namespace Volcast.Cli.Tests.Inversion;

/// <summary>The daily series of a vendor on the published forecast origins, which an attack tries to reconstruct.</summary>
/// <param name="Sessions">The origins, as yyyy-MM-dd.</param>
/// <param name="Levels">Prices and index levels by symbol.</param>
/// <param name="Moves">Absolute log returns by symbol, the high-low range and the range-based variance of the target.</param>
internal sealed record VendorSeries(
    string[] Sessions, IReadOnlyDictionary<string, double[]> Levels, IReadOnlyDictionary<string, double[]> Moves)
{
    public const string Return = "SPY return", Range = "SPY range", RangeVariance = "SPY range variance", Vix = "VIX";

    /// <summary>Every series by name.</summary>
    public IEnumerable<(string Name, double[] Values)> All => Levels.Concat(Moves).Select(series => (series.Key, series.Value));

    /// <summary>The same series, each moved by one, two and three quarters of its length: an attack that recovers as much of them
    /// recovers nothing.</summary>
    public IEnumerable<VendorSeries> Rotated => Enumerable.Range(1, 3).Select(quarters => this with
    {
        Levels = Rotate(Levels, quarters),
        Moves = Rotate(Moves, quarters),
    });

    /// <summary>The means of the calendar months; sessions are their first days.</summary>
    public VendorSeries Monthly
    {
        get
        {
            var months = Sessions.Select((day, row) => (Month: day[..8] + "01", row)).ToLookup(pair => pair.Month, pair => pair.row);
            return new([.. months.Select(month => month.Key)], Means(Levels), Means(Moves));

            Dictionary<string, double[]> Means(IReadOnlyDictionary<string, double[]> series) => series.ToDictionary(
                pair => pair.Key, pair => months.Select(month => month.Average(row => pair.Value[row])).ToArray());
        }
    }

    /// <summary>Reads SPY.csv, VIX.csv, VIX3M.csv, TLT.csv and HYG.csv.</summary>
    public static VendorSeries Read(string folder, string[] sessions)
    {
        var levels = new Dictionary<string, double[]>();
        var moves = new Dictionary<string, double[]>();
        foreach (var symbol in new[] { "SPY", "VIX", "VIX3M", "TLT", "HYG" })
        {
            var table = CsvTable.Parse(symbol, File.ReadAllBytes(Path.Combine(folder, $"{symbol}.csv")));
            var place = table.Texts("Date").Select((day, row) => (day, row)).ToDictionary(pair => pair.day, pair => pair.row);
            var (close, adjusted) = (table.Numbers("Close"), table.Numbers("AdjClose"));
            levels[symbol] = On(row => close[row]);
            if (symbol is "VIX" or "VIX3M")
                continue;
            moves[$"{symbol} return"] = On(row => Math.Abs(Math.Log(adjusted[row] / adjusted[row - 1])));
            if (symbol != "SPY")
                continue;
            var (open, high, low) = (table.Numbers("Open"), table.Numbers("High"), table.Numbers("Low"));
            moves[Range] = On(row => Math.Log(high[row] / low[row]));
            moves[RangeVariance] = On(row =>
                252 * (Volatility.Ranges.RangeVariance.GarmanKlass([new PriceBar(open[row], high[row], low[row], close[row])])
                    + Math.Pow(Math.Log(adjusted[row] / adjusted[row - 1]) - Math.Log(close[row] / open[row]), 2)));

            double[] On(Func<int, double> value) =>
                [.. sessions.Select(day => place.TryGetValue(day, out var row) ? value(row) : double.NaN)];
        }
        return new(sessions, levels, moves);
    }

    private static Dictionary<string, double[]> Rotate(IReadOnlyDictionary<string, double[]> series, int quarters) =>
        series.ToDictionary(pair => pair.Key, pair =>
        {
            var start = pair.Value.Length * quarters / 4;
            return (double[])[.. pair.Value[start..], .. pair.Value[..start]];
        });
}
