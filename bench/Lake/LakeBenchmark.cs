using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Market.Simulation;

namespace Volcast.Bench.Lake;

/// <summary>Reading and appending <c>curated.market</c> of five symbols over ten years, validated, from a local lake.</summary>
internal static class LakeBenchmark
{
    internal const int Years = 10;
    private const int WarmUps = 10;
    private const int Runs = 51;
    internal static readonly DateOnly Newest = new(2025, 6, 30);

    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("volcast-bench-").FullName;
        try
        {
            var calendar = TradingCalendar.Nyse;
            var market = SimulatedMarket.Generate(1, Newest);
            await using var lake = await DataLake.OpenLocalForWritingAsync(folder, DataKind.Simulated);
            var tables = new Dictionary<Symbol, CuratedMarketTable>();
            foreach (var symbol in SimulatedMarket.Symbols)
            {
                tables[symbol] = Curated(symbol, market.Bars(symbol).Between(Newest.AddYears(-Years), calendar.Previous(Newest)));
                await lake.CommitAsync(CuratedMarketTable.Schema, symbol, tables[symbol].ToFrame());
            }

            var readAll = Timing.Of(() => Read(lake, null), WarmUps, Runs);
            var readSixty = Timing.Of(() => Read(lake, calendar.Add(calendar.Previous(Newest), -59)), WarmUps, Runs);
            var append = Timing.Of(() => Append(lake, tables, market), 1, Runs);
            return $"""
                ## Lake
                `curated.market` of five symbols over {Years} years ({tables.Values.Sum(table => table.Count):N0} bars) in a local
                lake. Every read checks digests and validates the rows; every append is flushed to disk. Warm cache, one core,
                {Runs} runs.

                Measured on {Machine.Describe()}.

                | | median | fastest | slowest | limit |
                |---|---|---|---|---|
                | read ten years of five symbols | {readAll.Cells()} | under 60 ms |
                | read sixty sessions of five symbols | {readSixty.Cells()} | under 10 ms |
                | append a day to one symbol | {append.Cells()} | under 50 ms |

                """;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Read(DataLake lake, DateOnly? from)
    {
        foreach (var symbol in SimulatedMarket.Symbols)
            CuratedMarketTable.FromFrame(
                symbol, lake.ReadAsync(CuratedMarketTable.Schema, symbol, from).GetAwaiter().GetResult());
    }

    /// <summary>Odd runs append the day and even runs remove it, so that each run writes.</summary>
    private static void Append(DataLake lake, Dictionary<Symbol, CuratedMarketTable> tables, SimulatedMarket market)
    {
        var spy = SimulatedMarket.Symbols[0];
        var held = lake.SnapshotAsync(CuratedMarketTable.Schema, spy).GetAwaiter().GetResult()!.Last;
        var table = held == Newest ? tables[spy] : Curated(spy, market.Bars(spy).Between(Newest.AddYears(-Years), Newest));
        lake.CommitAsync(CuratedMarketTable.Schema, spy, table.ToFrame()).GetAwaiter().GetResult();
    }

    internal static CuratedMarketTable Curated(Symbol symbol, DailyBars bars)
    {
        var returns = new double[bars.Count];
        var level = new double[bars.Count];
        for (var i = 0; i < bars.Count; i++)
        {
            returns[i] = i == 0 ? double.NaN : Math.Log(bars.Close[i] / (bars.Close[i - 1] - bars.Dividend[i]));
            level[i] = i == 0 ? bars.Close[0] : level[i - 1] * Math.Exp(returns[i]);
        }
        return new CuratedMarketTable
        {
            Symbol = symbol,
            Session = bars.Session,
            Open = bars.Open,
            High = bars.High,
            Low = bars.Low,
            Close = bars.Close,
            Volume = bars.Volume,
            Dividend = bars.Dividend,
            SplitRatio = bars.SplitRatio,
            LogReturn = returns,
            TotalReturnClose = level,
            SessionsSpanned = [.. bars.Session.Select(_ => 1L)],
            Vintage = [.. bars.Session.Select(_ => "00000000")],
        };
    }
}
