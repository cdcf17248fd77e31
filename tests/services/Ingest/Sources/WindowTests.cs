using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources;

public sealed class WindowTests
{
    [Theory]
    [InlineData("yahoo")]
    [InlineData("cboe")]
    [InlineData("tiingo")]
    [InlineData("csv")]
    public async Task Every_source_refuses_a_window_that_ends_before_it_begins_and_asks_nothing(string name)
    {
        using var yahoo = new YahooUnderTest(stub: null);
        using var cboe = Network.Cboe(stub: null);
        using var tiingo = Network.Tiingo(stub: null);
        var csv = new CsvSource("/", TradingCalendar.Nyse.IsSession);
        var (from, to) = (new DateOnly(2024, 3, 5), new DateOnly(2024, 3, 4));
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => name switch
        {
            "yahoo" => yahoo.DownloadAsync("SPY", from, to),
            "cboe" => cboe.DownloadAsync("^VIX", from, to),
            "tiingo" => tiingo.DownloadAsync("SPY", from, to),
            _ => csv.DownloadAsync(Symbol.Parse("SPY"), from, to, CancellationToken.None),
        });
        Assert.Equal("The window begins on 2024-03-05, after its end on 2024-03-04. (Parameter 'to')", refused.Message);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(12.6, 13L)]
    [InlineData(-3.0, -3L)]
    [InlineData(double.NaN, null)]
    [InlineData(1e18, null)]
    public void A_volume_is_whole_shares(double? given, long? volume) => Assert.Equal(volume, VendorBar.VolumeOf(given));
}
