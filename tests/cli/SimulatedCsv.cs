using System.Globalization;
using Volcast.Market;
using Volcast.Market.Simulation;

namespace Volcast.Cli.Tests;

/// <summary>A folder of csv files of the simulated market, in a vendor's format, for tests to corrupt.</summary>
internal static class SimulatedCsv
{
    public static readonly DateOnly Last = new(2008, 12, 31);

    private static readonly Lazy<IReadOnlyList<(string File, string[] Lines)>> Files = new(() => FilesOf(new(2004, 1, 1), Last));

    private static readonly Lazy<IReadOnlyList<(string File, string[] Lines)>> TwoYears =
        new(() => FilesOf(new(2007, 1, 1), Last));

    /// <summary>Writes SPY.csv, VIX.csv, VIX3M.csv, TLT.csv and HYG.csv from 2004 to 2008.</summary>
    public static void Write(string folder) => Write(folder, Files.Value);

    /// <summary>Writes the same files from 2007 on: enough to train HAR, too little for any other model.</summary>
    public static void WriteTwoYears(string folder) => Write(folder, TwoYears.Value);

    /// <summary>Writes the same files with the sessions between two days.</summary>
    public static void Write(string folder, DateOnly first, DateOnly last) => Write(folder, FilesOf(first, last));

    /// <summary>Writes <paramref name="count"/> tickers T01.csv, T02.csv, … with the sessions between two days, each of a market
    /// of its own, and VIX.csv of the first market.</summary>
    public static void WriteTickers(string folder, int count, DateOnly first, DateOnly last)
    {
        var files = new List<(string File, string[] Lines)>();
        for (var i = 1; i <= count; i++)
        {
            var market = SimulatedMarket.Generate((ulong)i, last);
            files.Add(($"T{i:00}.csv", LinesOf(market.Bars(Symbol.Parse("SPY")).Between(first, last))));
            if (i == 1)
                files.Add(("VIX.csv", LinesOf(market.Bars(Symbol.Parse("^VIX")).Between(first, last))));
        }
        Write(folder, files);
    }

    private static void Write(string folder, IReadOnlyList<(string File, string[] Lines)> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (file, lines) in files)
            File.WriteAllLines(Path.Combine(folder, file), lines);
    }

    private static (string File, string[] Lines)[] FilesOf(DateOnly first, DateOnly last)
    {
        var market = SimulatedMarket.Generate(11, last);
        return
        [
            .. SimulatedMarket.Symbols.Select(symbol =>
                ($"{symbol.FileName}.csv", LinesOf(market.Bars(symbol).Between(first, last)))),
        ];
    }

    private static string[] LinesOf(DailyBars bars) =>
    [
        "Date,Open,High,Low,Close,AdjClose,Volume",
        .. Enumerable.Range(0, bars.Count).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{bars.Session[i]:yyyy-MM-dd},{bars.Open[i]},{bars.High[i]},{bars.Low[i]},{bars.Close[i]},"
            + $"{bars.AdjustedClose[i]},{bars.Volume[i]}")),
    ];

    /// <summary>Changes the row of one day in a file.</summary>
    public static void Edit(string folder, string file, string day, Func<string, string?> change)
    {
        var path = Path.Combine(folder, file);
        var lines = File.ReadAllLines(path)
            .Select(line => line.StartsWith(day, StringComparison.Ordinal) ? change(line) : line)
            .OfType<string>();
        File.WriteAllLines(path, lines);
    }
}
