using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Simulated;

namespace Volcast.Services.Ingest.Tests.Sources;

public sealed class SimulatedSourceTests
{
    private static readonly DateOnly Newest = TradingCalendar.Nyse.Add(SimulatedMarket.FirstSession, 30);

    private static Task<VendorDownload> DownloadAsync(
        string symbol, DateOnly newest, DateOnly? from = null, DateOnly? to = null) =>
        new SimulatedSource(1, TradingCalendar.Nyse, new SettableClock { Now = TradingCalendar.Nyse.SettlesAt(newest) })
            .DownloadAsync(Symbol.Parse(symbol), from, to, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Every_ticker_has_the_sessions_up_to_the_newest_settled_one()
    {
        var answer = await DownloadAsync("XYZ", Newest);
        Assert.Equal(TradingCalendar.Nyse.Sessions(SimulatedMarket.FirstSession, Newest), answer.Bars.Session);
        Assert.Equal(TradingCalendar.Nyse.SettlesAt(Newest), answer.RetrievedAt);
    }

    [Fact]
    public async Task An_index_that_is_not_simulated_is_not_found_and_the_message_names_those_that_are()
    {
        var error = await Assert.ThrowsAsync<MarketDataException>(() => DownloadAsync("^VXN", Newest));
        Assert.Equal(MarketDataFailure.NotFound, error.Kind);
        Assert.Contains("^VIX and ^VIX3M", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_its_first_session_the_market_has_no_data()
    {
        var before = TradingCalendar.Nyse.Add(SimulatedMarket.FirstSession, -1);
        var error = await Assert.ThrowsAsync<MarketDataException>(() => DownloadAsync("SPY", before));
        Assert.Equal(MarketDataFailure.NoData, error.Kind);
        Assert.Contains($"begins on {SimulatedMarket.FirstSession:yyyy-MM-dd}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_without_a_session_has_no_data()
    {
        var day = Newest.AddDays(1);
        var error = await Assert.ThrowsAsync<MarketDataException>(() => DownloadAsync("SPY", Newest, day, day));
        Assert.Equal(MarketDataFailure.NoData, error.Kind);
    }

    [Theory]
    [InlineData("SPY")]
    [InlineData("TLT")]
    [InlineData("^VIX")]
    public async Task A_source_that_keeps_its_bars_delivers_the_same_as_one_that_makes_them_each_day(string symbol)
    {
        var clock = new SettableClock();
        var keeping = new SimulatedSource(
            1, TradingCalendar.Nyse, clock, parameters: null, keepThrough: TradingCalendar.Nyse.Add(Newest, 300));
        // A dividend lies between the two days, so the adjusted closes differ.
        foreach (var day in (DateOnly[])[Newest, TradingCalendar.Nyse.Add(Newest, 100)])
        {
            clock.Now = TradingCalendar.Nyse.SettlesAt(day);
            var (kept, made) = (await keeping.DownloadAsync(Symbol.Parse(symbol), null, null, default),
                await DownloadAsync(symbol, day));
            Assert.Equal(made.Bars.Session, kept.Bars.Session);
            Assert.All(Enumerable.Range(0, made.Bars.Count), row => Assert.True(made.Bars.IsSame(row, kept.Bars, row)));
        }
    }
}
