using System.Diagnostics;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake.Tests;

/// <summary>The bars for ten years of five symbols in a folder, on a machine that does nothing else.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class LakeSpeedTests
{
    private static readonly Symbol[] Symbols = [.. new[] { "SPY", "^VIX", "^VIX3M", "TLT", "HYG" }.Select(Symbol.Parse)];

    [Fact]
    public async Task Ten_years_of_five_symbols_sixty_sessions_and_an_appended_day_are_quick()
    {
        using var folder = new TemporaryFolder();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, LakeKind.Real);
        DateOnly last = new(2021, 12, 29);
        foreach (var symbol in Symbols)
            await lake.CommitAsync(CuratedMarketTable.Schema, symbol, Sample.Curated(symbol, new(2012, 1, 3), last));

        var tenYears = await BestAsync(10, async _ =>
        {
            foreach (var symbol in Symbols)
                Assert.True((await lake.ReadAsync(CuratedMarketTable.Schema, symbol)).Rows > 2500);
        });
        var from = TradingCalendar.Nyse.Add(last, -59);
        var sixty = await BestAsync(20, async _ =>
            Assert.Equal(60, (await lake.ReadAsync(CuratedMarketTable.Schema, Symbols[0], from)).Rows));
        var append = await BestAsync(10, async i =>
        {
            var day = TradingCalendar.Nyse.Add(last, i + 1);
            await lake.CommitAsync(CuratedMarketTable.Schema, Symbols[0], Sample.Curated(Symbols[0], day, day), from: day);
        });
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"ten years of five {tenYears:0.0} ms, sixty sessions {sixty:0.0} ms, append {append:0.0} ms");
        Assert.True(tenYears < 60, $"ten years of five symbols: {tenYears:0.0} ms");
        Assert.True(sixty < 10, $"sixty sessions: {sixty:0.0} ms");
        Assert.True(append < 50, $"append: {append:0.0} ms");
    }

    private static async Task<double> BestAsync(int times, Func<int, Task> run)
    {
        var best = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await run(i);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return best;
    }
}
