using System.Text.Json.Nodes;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

/// <summary>Serves every recorded response unchanged. Counts and sums are those of the arrays in the files.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class YahooRecordingsTests
{
    [SharedDataTheory]
    [InlineData("ok_AAPL_div_and_split_2020", 49, 0.205, 4)]
    [InlineData("ok_BTC_24x7_UTC", 3, 0, 1)]
    [InlineData("ok_IBM_1962_partial_split_adjusted", 10, 0, 1)]
    [InlineData("ok_MSFT_1y_4dividends", 252, 2.3, 1)]
    [InlineData("ok_NVDA_1y_split", 252, 0, 4)]
    [InlineData("ok_QQQ_1bar_2020-01-02", 1, 0, 1)]
    [InlineData("ok_SPY_1d_2026-09-01", 1, 0, 1)]
    [InlineData("ok_SPY_5bars_2026-02", 5, 0, 1)]
    [InlineData("ok_TSLA_3303bars", 3303, 0, 1)]
    [InlineData("ok_TSLA_recent_5bars", 5, 0, 1)]
    [InlineData("ok_WSU.DE_dst_nonUS", 3, 0, 1)]
    [InlineData("ok_fund_0P000071W8.TO", 1, 0, 1)]
    [InlineData("ok_yfrs_AAPL", 127, 0.52, 1)]
    [InlineData("ok_yfrs_GS2C.DE", 5, 0, 1)]
    [InlineData("ok_yfrs_MSFT", 127, 1.66, 1)]
    [InlineData("null_FBIIX_null_last_bar_2022-02-28", 3, 0, 1)]
    [InlineData("null_INRX_null_bar_2017", 3, 0, 1)]
    [InlineData("live_GSPC_last_bar_timestamp_is_last_trade", 1, 0, 1)]
    public async Task A_good_answer_gives_its_bars(string file, int bars, double dividends, double splits)
    {
        var download = await DownloadAsync(file);
        Assert.Equal(bars, download.Bars.Count);
        Assert.Equal(dividends, download.Bars.Dividend.Sum(), 1e-12);
        Assert.Equal(splits, download.Bars.SplitRatio.Aggregate(1.0, (product, ratio) => product * ratio));
        Assert.Equal(download.Bars.Session.Order().Distinct(), download.Bars.Session);
        Assert.Empty(download.Notes);
    }

    [Fact]
    public async Task Sessions_prices_empty_bars_events_and_failures_equal_those_of_the_recorded_responses()
    {
        var spy = (await DownloadAsync("ok_SPY_5bars_2026-02")).Bars;
        Assert.Equal([new(2026, 2, 13), new(2026, 2, 17), new(2026, 2, 18), new(2026, 2, 19), new(2026, 2, 20)], spy.Session);
        Assert.Equal([681.69, 680.14, 684.02, 683.84, 682.32], spy.Open);
        Assert.Equal([681.75, 682.85, 686.29, 684.48, 689.43], spy.Close);
        var german = (await DownloadAsync("ok_WSU.DE_dst_nonUS")).Bars;
        Assert.Equal([new(2023, 8, 4), new(2023, 8, 7), new(2023, 8, 8)], german.Session);
        var apple = (await DownloadAsync("ok_AAPL_div_and_split_2020")).Bars;
        Assert.Equal((new DateOnly(2020, 8, 31), 4.0), (apple.Session[0], apple.SplitRatio[0]));
        Assert.Equal((new DateOnly(2020, 11, 6), 0.205), (apple.Session[^1], apple.Dividend[^1]));
        var rupee = (await DownloadAsync("null_INRX_null_bar_2017")).Bars;
        Assert.Equal([new(2017, 7, 10), new(2017, 7, 12), new(2017, 7, 13)], rupee.Session);
        Assert.Equal(new DateOnly(2025, 10, 29), (await DownloadAsync("ok_yfrs_GS2C.DE")).Bars.Session[^1]);

        await RejectsNullBarAsync("null_FBIIX_null_last_bar_2022-02-28", "2022-02-28");
        await RejectsNullBarAsync("null_INRX_null_bar_2017", "2017-07-11");

        // IBM's events of the decades between two bars.
        var events = (await DownloadAsync("ok_IBM_1962_partial_split_adjusted")).Rejected;
        Assert.Equal(17, events.Count);
        Assert.All(events, row => Assert.Equal(RejectedPart.Event, row.Part));

        await FailsAsync("empty_AAPL_weekend_no_timestamp.json", 200, MarketDataFailure.NoData);
        await FailsAsync("FAKE_notimestamp_quotes_length.json", 200, MarketDataFailure.NoData);
        await FailsAsync("FAKE_notimestamp_weird_quote.json", 200, MarketDataFailure.NoData);
        await FailsAsync("error_400_no_data_for_range.json", 400, MarketDataFailure.NoData);
        await FailsAsync("error_404_not_found.json", 404, MarketDataFailure.NotFound);
        await FailsAsync("error_404_download_data.json", 404, MarketDataFailure.NotFound);
        await FailsAsync("error_429_body.txt", 429, MarketDataFailure.RateLimited);
        await FailsAsync("error_429_body_plain.txt", 429, MarketDataFailure.RateLimited);
        await FailsAsync("ok_yfrs_VFINX.json", 200, MarketDataFailure.Malformed); // valid quarters, but days were requested
    }

    private static async Task FailsAsync(string file, int status, MarketDataFailure kind)
    {
        var body = await File.ReadAllTextAsync(SharedData.Require("data", "yahoo", file));
        var symbol = file.Contains("VFINX", StringComparison.Ordinal) ? "VFINX" : "AAPL";
        await using var stub = await VendorStub.StartAsync(new StubReply(body, status));
        using var yahoo = new YahooUnderTest(stub);
        await yahoo.FailAsync(kind, symbol);
    }

    private static async Task RejectsNullBarAsync(string file, string session)
    {
        var rejected = Assert.Single((await DownloadAsync(file)).Rejected);
        Assert.Equal((session, "no data", Severity.Warning), (rejected.Session, rejected.Reason, rejected.Severity));
    }

    private static async Task<VendorDownload> DownloadAsync(string file)
    {
        var body = await File.ReadAllTextAsync(SharedData.Require("data", "yahoo", file + ".json"));
        var symbol = JsonNode.Parse(body)!["chart"]!["result"]![0]!["meta"]!["symbol"]!.GetValue<string>();
        await using var stub = await VendorStub.StartAsync(new StubReply(body));
        using var yahoo = new YahooUnderTest(stub);
        return await yahoo.DownloadAsync(symbol);
    }
}
