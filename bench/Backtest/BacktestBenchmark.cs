using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Bench.Backtest;

/// <summary>A backtest of every model over twelve years: the time of the complete process, including the launcher.</summary>
internal static class BacktestBenchmark
{
    private const int Runs = 3;
    private const int Cores = 2;

    /// <summary>The limit of the managed heap. The peak memory also includes unmanaged memory.</summary>
    private const int HeapMebibytes = 768;

    public static string Run()
    {
        var machine = Machine.Describe();
        var market = BenchMarket.Prepare();
        var file = Path.Combine(BenchPage.Results, "backtest.csv");
        var runs = new List<ProcessRun>();
        for (var i = 0; i < Runs; i++)
        {
            Console.Error.WriteLine($"bench backtest: run {i + 1} of {Runs}");
            runs.Add(market.Volcast(
                ["backtest", "--from", Day(BenchMarket.From), "--to", Day(BenchMarket.To), "--threads", $"{Cores}",
                    "--out", file],
                new("DOTNET_PROCESSOR_COUNT", $"{Cores}"), new("DOTNET_GCHeapHardLimit", $"0x{HeapMebibytes << 20:x}")));
        }
        var timing = new Timing([.. runs.Select(run => new Cost(run.Elapsed, double.NaN))]);
        var peak = runs.Max(run => run.PeakMemory);
        return $"""
            ## Backtest
            `./volcast backtest` of all {ForecasterCatalog.Names.Count} models over {market.Name}, origins
            {Day(BenchMarket.From)} to {Day(BenchMarket.To)} and two years of burn-in: the complete process on {Cores}
            cores, from a lake to a csv and the table of scores, with intervals. The
            managed heap is limited to {HeapMebibytes} MiB. {Runs} runs.

            Measured on {machine}.

            | | median | fastest | slowest | limit | peak memory | limit |
            |---|---|---|---|---|---|---|
            | `./volcast backtest` | {timing.Cells()} | under 60 s | {peak:F0} MiB | under 1,024 MiB |

            """;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
