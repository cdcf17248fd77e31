using System.Globalization;
using CsCheck;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

[Trait(Category.Name, Category.Integration)]
public sealed class YahooBarsTests
{
    [Fact]
    public async Task Prices_are_rounded_back_from_widened_floats()
    {
        var bars = (await DownloadAsync(ChartJson.Spy())).Bars;
        Assert.Equal([new(2026, 2, 18), new(2026, 2, 19), new(2026, 2, 20)], bars.Session);
        Assert.Equal([684.02, 683.84, 682.32], bars.Open);
        Assert.Equal([689.15, 686.18, 690.06], bars.High);
        Assert.Equal([682.83, 681.55, 681.73], bars.Low);
        Assert.Equal([686.29, 684.48, 689.43], bars.Close);
        Assert.Equal([686.29, 684.48, 689.43], bars.AdjustedClose);
        Assert.Equal([73570300, 58649400, 99952100], bars.Volume);
        Assert.Equal([0, 0, 0], bars.Dividend);
        Assert.Equal([1, 1, 1], bars.SplitRatio);
        Assert.True(bars.HasEvents);
    }

    [Fact]
    public async Task Only_numbers_that_are_exactly_floats_are_rounded()
    {
        var chart = new ChartJson("SPY").Flat("2026-02-18T14:30:00Z", 1).ToTree();
        var quote = chart["chart"]!["result"]![0]!["indicators"]!["quote"]![0]!;
        quote["close"]![0] = 0.9999999;
        quote["low"]![0] = 0.9998999834060669; // the float of 0.9999
        var bars = (await DownloadAsync(chart.ToJsonString())).Bars;
        Assert.Equal(0.9999999, bars.Close[0]);
        Assert.Equal(0.9999, bars.Low[0]);
    }

    [Fact]
    public void A_price_without_its_noise_is_still_the_same_float() =>
        Gen.Float[0.001f, 700_000f].Array[1, 200].Sample(
            prices =>
            {
                var chart = new ChartJson("SPY");
                var first = new DateTime(2020, 1, 1, 15, 0, 0, DateTimeKind.Utc);
                for (var i = 0; i < prices.Length; i++)
                    chart.Flat(first.AddDays(i).ToString("s", CultureInfo.InvariantCulture), prices[i]);
                var closes = DownloadAsync(chart.ToString()).GetAwaiter().GetResult().Bars.Close;
                return closes.Select(close => (float)close).SequenceEqual(prices)
                    && closes.All(close => close.ToString("R", CultureInfo.InvariantCulture).Count(char.IsDigit) <= 12);
            },
            iter: 5, seed: "0000KOIPe3s2");

    [Fact]
    public async Task A_winter_session_seen_in_summer_keeps_its_date()
    {
        // Sydney opens at 10:00: 23:00 UTC of the day before in summer time, 00:00 UTC in winter.
        var bars = (await DownloadAsync(new ChartJson("BHP.AX") { TimeZone = "Australia/Sydney", GmtOffset = 36000 }
            .Flat("2026-01-14T23:00:00Z", 40).Flat("2026-07-15T00:00:00Z", 41).ToString(), "BHP.AX")).Bars;
        Assert.Equal([new(2026, 1, 15), new(2026, 7, 15)], bars.Session);

        // A row timed at the exchange's midnight: today's offset would move a summer day to the day before.
        bars = (await DownloadAsync(new ChartJson("INR=X") { TimeZone = "Europe/London", GmtOffset = 0 }
            .Flat("2017-07-09T23:00:00Z", 64).Flat("2017-12-11T00:00:00Z", 65).ToString(), "INR=X")).Bars;
        Assert.Equal([new(2017, 7, 10), new(2017, 12, 11)], bars.Session);
    }

    [Fact]
    public async Task A_market_that_never_closes_has_a_session_every_day()
    {
        var bars = (await DownloadAsync(new ChartJson("BTC-USD") { TimeZone = "UTC", GmtOffset = 0 }
            .Flat("2020-01-03T00:00:00Z", 7344).Flat("2020-01-04T00:00:00Z", 7410).Flat("2020-01-05T00:00:00Z", 7411).ToString(),
            "BTC-USD")).Bars;
        Assert.Equal([new(2020, 1, 3), new(2020, 1, 4), new(2020, 1, 5)], bars.Session);
    }

    [Fact]
    public async Task The_live_row_has_the_time_of_the_last_trade_and_belongs_to_todays_session()
    {
        // 16:52 New York time, which is evening in UTC.
        var download = await DownloadAsync(
            new ChartJson("^GSPC").Row("2025-03-31T20:52:10Z", 5527.91f, 5627.56f, 5488.73f, 5611.85f).ToString(), "^GSPC",
            at: new DateTimeOffset(2025, 3, 31, 20, 52, 30, TimeSpan.Zero));
        Assert.Equal([new(2025, 3, 31)], download.Bars.Session);
    }

    [Fact]
    public async Task A_live_row_replaces_the_regular_row_of_its_session()
    {
        var download = await DownloadAsync(new ChartJson("SPY")
            .Flat("2026-02-20T20:59:00Z", 690).Flat("2026-02-19T14:30:00Z", 684).Flat("2026-02-20T14:30:00Z", 682).ToString());
        Assert.Equal([new(2026, 2, 19), new(2026, 2, 20)], download.Bars.Session);
        Assert.Equal([684, 690], download.Bars.Close);
        Assert.Equal("2026-02-20 was delivered 2 times; the row of 2026-02-20T20:59:00Z is used.", Assert.Single(download.Notes));
        Assert.Empty(download.Rejected);
    }

    [Theory]
    [InlineData("2026-02-19T14:30:00Z", 2)]
    [InlineData("2026-02-19T20:59:00Z", 2)]
    [InlineData("2026-02-20T14:30:00Z", 2)]
    public async Task Rows_of_one_session_that_contradict_each_other_are_all_rejected(string time, int rejected)
    {
        var download = await DownloadAsync(new ChartJson("SPY").Flat("2026-02-18T14:30:00Z", 683)
            .Flat("2026-02-19T14:30:00Z", 684).Flat("2026-02-20T14:30:00Z", 690).Flat(time, 670).ToString());
        var day = DateOnly.ParseExact(time[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.DoesNotContain(day, download.Bars.Session);
        Assert.Equal(2, download.Bars.Count);
        Assert.Equal(rejected, download.Rejected.Count);
        Assert.All(download.Rejected, row => Assert.Equal(
            (time[..10], "the session was delivered 2 times with different numbers", Severity.Error),
            (row.Session, row.Reason, row.Severity)));
    }

    [Fact]
    public async Task Equal_rows_of_one_session_count_once()
    {
        var download = await DownloadAsync(new ChartJson("SPY").Flat("2026-02-19T14:30:00Z", 684)
            .Flat("2026-02-19T14:30:00Z", 684).Flat("2026-02-20T14:30:00Z", 690).ToString());
        Assert.Equal([684, 690], download.Bars.Close);
        Assert.Empty(download.Rejected);
        Assert.Single(download.Notes);
    }

    [Fact]
    public async Task A_live_row_without_numbers_does_not_replace_the_regular_row()
    {
        var download = await DownloadAsync(
            new ChartJson("SPY").Flat("2026-02-20T14:30:00Z", 682).Blank("2026-02-20T20:59:00Z").ToString());
        Assert.Equal([682], download.Bars.Close);
    }

    [Fact]
    public async Task A_session_that_the_vendor_lost_is_reported_as_missing()
    {
        var download = await DownloadAsync(new ChartJson("SPY")
            .Flat("2026-07-23T13:30:00Z", 740).Blank("2026-07-24T13:30:00Z").Flat("2026-07-27T13:30:00Z", 742).ToString());
        Assert.Equal([new(2026, 7, 23), new(2026, 7, 27)], download.Bars.Session);
        Assert.Equal(
            new RejectedRow("2026-07-24", "2026-07-24T13:30:00Z,null,null,null,null,null,null", "no data", Severity.Warning),
            Assert.Single(download.Rejected));
    }

    [Fact]
    public async Task A_row_with_some_numbers_is_rejected_for_a_stock_and_keeps_its_close_for_an_index()
    {
        static string Chart(string symbol) =>
            new ChartJson(symbol).Row("2026-02-18T14:30:00Z", null, 21, null, 20).Flat("2026-02-19T14:30:00Z", 20).ToString();

        var stock = await DownloadAsync(Chart("SPY"));
        Assert.Equal(1, stock.Bars.Count);
        Assert.Equal(("no open, no low", Severity.Error), Assert.Single(stock.Rejected.Select(r => (r.Reason, r.Severity))));

        var index = await DownloadAsync(Chart("^VIX"), "^VIX");
        Assert.Equal([20, 20], index.Bars.Close);
        Assert.Equal([double.NaN, 20], index.Bars.High);
        Assert.Equal((RejectedPart.Candle, Severity.Warning), Assert.Single(index.Rejected.Select(r => (r.Part, r.Severity))));
    }

    [Fact]
    public async Task Dividends_and_splits_fall_on_their_sessions()
    {
        var download = await DownloadAsync(new ChartJson("AAPL")
            .Flat("2020-08-28T13:30:00Z", 124.81f).Flat("2020-08-31T13:30:00Z", 129.04f).Flat("2020-11-06T14:30:00Z", 118.69f)
            .Flat("2020-11-09T14:30:00Z", 116.32f)
            .Split("2020-08-31T13:30:00Z", 4, 1).Dividend("2020-11-06T14:30:00Z", 0.205).ToString(), "AAPL");
        Assert.Equal([1, 4, 1, 1], download.Bars.SplitRatio);
        Assert.Equal([0, 0, 0.205, 0], download.Bars.Dividend);
        Assert.Empty(download.Rejected);
        Assert.Empty(download.Notes);
    }

    [Fact]
    public async Task Two_dividends_of_one_session_are_added_and_two_splits_multiplied()
    {
        var download = await DownloadAsync(new ChartJson("SPY")
            .Flat("2026-02-18T14:30:00Z", 100).Flat("2026-02-19T14:30:00Z", 100)
            .Dividend("2026-02-19T14:30:00Z", 0.5).Dividend("2026-02-19T14:30:00Z", 0.25)
            .Split("2026-02-19T14:30:00Z", 3, 2).Split("2026-02-19T14:30:00Z", 2, 1).ToString());
        Assert.Equal(0.75, download.Bars.Dividend[1]);
        Assert.Equal(3, download.Bars.SplitRatio[1]);
        Assert.Equal("2026-02-19 has more than one dividend; their sum is used.", Assert.Single(download.Notes));
    }

    [Fact]
    public async Task An_event_without_a_bar_or_with_an_impossible_amount_is_reported()
    {
        var download = await DownloadAsync(new ChartJson("SPY")
            .Flat("2026-02-18T14:30:00Z", 100).Blank("2026-02-19T14:30:00Z").Flat("2026-02-20T14:30:00Z", 100)
            .Dividend("2026-02-19T14:30:00Z", 0.5).Dividend("2026-02-20T14:30:00Z", -0.5)
            .Split("2026-02-19T14:30:00Z", 3, 2).Split("2026-02-20T14:30:00Z", 1, 0).ToString());
        Assert.Equal([0, 0], download.Bars.Dividend);
        Assert.Equal([1, 1], download.Bars.SplitRatio);
        Assert.Equal(
            [
                ("2026-02-19", "dividend 0.5", Severity.Error), ("2026-02-19", "split ratio 1.5", Severity.Error),
                ("2026-02-20", "dividend -0.5", Severity.Error), ("2026-02-20", "split 1:0", Severity.Error),
            ],
            download.Rejected.Where(r => r.Part == RejectedPart.Event).Select(r => (r.Session, r.Row, r.Severity)).Order());
    }

    [Fact]
    public async Task Days_around_the_window_are_requested_and_removed()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(ChartJson.Spy()));
        using var yahoo = new YahooUnderTest(stub);
        var day = new DateOnly(2026, 2, 19);
        Assert.Equal([day], (await yahoo.DownloadAsync(from: day, to: day)).Bars.Session);
        // 2026-02-18 00:00 UTC to 2026-02-21 00:00 UTC.
        Assert.Equal(
            "/v8/finance/chart/SPY?period1=1771372800&period2=1771632000&interval=1d"
            + "&events=div%2Csplits%2CcapitalGains&includeAdjustedClose=true",
            Assert.Single(stub.Requests).Target);
    }

    [Fact]
    public async Task The_whole_history_begins_before_every_first_trade_and_ends_a_day_from_now()
    {
        var first = new ChartJson("^VIX").Flat("1990-01-02T14:30:00Z", 17.24f).ToString();
        await using var stub = await VendorStub.StartAsync(new StubReply(first));
        using var yahoo = new YahooUnderTest(stub);
        var download = await yahoo.DownloadAsync("^VIX");
        Assert.Equal([new(1990, 1, 2)], download.Bars.Session);
        var request = Assert.Single(stub.Requests);
        Assert.StartsWith("/v8/finance/chart/%5EVIX?period1=-2208988800&period2=1788436800&", request.Target);
        Assert.Contains("Mozilla/5.0", request.UserAgent);
        Assert.Null(request.Cookie);
    }

    [Fact]
    public async Task A_window_that_ends_before_it_begins_is_the_caller_s_error()
    {
        using var yahoo = new YahooUnderTest(stub: null);
        await Assert.ThrowsAsync<ArgumentException>(() => yahoo.DownloadAsync(from: new(2026, 2, 20), to: new(2026, 2, 19)));
    }

    private static async Task<VendorDownload> DownloadAsync(string json, string symbol = "SPY", DateTimeOffset? at = null)
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(json));
        using var yahoo = new YahooUnderTest(stub, clock: new SkippingClock(at ?? YahooUnderTest.Now));
        var download = await yahoo.DownloadAsync(symbol);
        Assert.Equal(("yahoo", symbol), (download.Source, download.Symbol.Value));
        return download;
    }
}
