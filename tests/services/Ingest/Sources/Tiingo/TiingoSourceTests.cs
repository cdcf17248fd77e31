using System.Globalization;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Tiingo;

[Trait(Category.Name, Category.Integration)]
public sealed class TiingoSourceTests
{
    /// <summary>One row as Tiingo writes it: prices of the day, and an adjusted close.</summary>
    private static string Row(
        string date, double close, double? adjusted = null, double dividend = 0, double split = 1, long volume = 1000) =>
        string.Create(CultureInfo.InvariantCulture,
            $$"""
            {"date":"{{date}}T00:00:00.000Z","close":{{close}},"high":{{close + 1}},"low":{{close - 1}},"open":{{close - .5}},
            "volume":{{volume}},"adjClose":{{adjusted ?? close}},"adjHigh":1,"adjLow":1,"adjOpen":1,"adjVolume":1,
            "divCash":{{dividend}},"splitFactor":{{split}}}
            """);

    private static string List(params string[] rows) => $"[{string.Join(',', rows)}]";

    private const string Metadata =
        """{"ticker":"SPY","name":"A fund","exchangeCode":"NYSE ARCA","startDate":"1993-01-29","endDate":"2026-09-01","description":""}""";

    private static readonly DateOnly Window = new(2026, 2, 17);

    [Fact]
    public async Task Prices_dividends_and_volumes_are_read()
    {
        await using var stub = await Network.ServerAsync(new StubReply(
            List(Row("2026-02-17", 680, 678), Row("2026-02-18", 684, 683.3333, 1.25, 1, 2000))));
        using var tiingo = Network.Tiingo(stub);
        var download = await tiingo.DownloadAsync("SPY", Window);
        var bars = download.Bars;
        Assert.Equal(("tiingo", YahooUnderTest.Now, true), (download.Source, download.RetrievedAt, bars.HasEvents));
        Assert.Equal([new(2026, 2, 17), new(2026, 2, 18)], bars.Session);
        Assert.Equal([680.0, 684], bars.Close);
        Assert.Equal((683.5, 685.0, 683.0), (bars.Open[1], bars.High[1], bars.Low[1]));
        Assert.Equal([678, 683.3333], bars.AdjustedClose);
        Assert.Equal([0, 1.25], bars.Dividend);
        Assert.Equal([1000L, 2000L], bars.Volume);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("/tiingo/daily/spy/prices?startDate=2026-02-17&format=json", request.Target);
        Assert.Equal($"Token {Network.Token}", request.Authorization);
        Assert.StartsWith("Mozilla/5.0", request.UserAgent, StringComparison.Ordinal);
    }

    /// <summary>4 new shares for 1 on the 19th, after a dividend of 2 on the 18th: everything before it is in new shares, as Yahoo
    /// gives it.</summary>
    [Fact]
    public async Task Prices_before_a_split_are_in_the_shares_after_it()
    {
        await using var stub = await Network.ServerAsync(new StubReply(List(
            Row("2026-02-17", 400, 99.5), Row("2026-02-18", 402, 100.5, dividend: 2),
            Row("2026-02-19", 101, split: 4, volume: 4000))));
        using var tiingo = Network.Tiingo(stub);
        foreach (var to in new DateOnly?[] { null, new(2026, 2, 18) })
        {
            var bars = (await tiingo.DownloadAsync("AAPL", Window, to)).Bars;
            Assert.Equal([100, 100.5], bars.Close[..2]);
            Assert.Equal((99.875, 100.25, 99.75), (bars.Open[0], bars.High[0], bars.Low[0]));
            Assert.Equal(.5, bars.Dividend[1]);
            Assert.Equal(4000L, bars.Volume[0]);
            Assert.Equal(1, bars.SplitRatio[1]);
            Assert.Equal(to is null ? 3 : 2, bars.Count);
        }
        var whole = (await tiingo.DownloadAsync("AAPL", Window)).Bars;
        Assert.Equal((101.0, 4.0), (whole.Close[2], whole.SplitRatio[2]));
        var step = new StepReturns(whole, isIndex: false).Measure(1, 2);
        Assert.Equal((StepFault.None, Math.Log(101 / 100.5)), (step.Fault, step.Used));
        Assert.Equal(Math.Log(100.5 / (100 - .5)), new StepReturns(whole, isIndex: false).Measure(0, 1).Used, 1e-12);
    }

    /// <summary>Tiingo writes every day as midnight UTC: the change to summer time on 2026-03-08 moves no session.</summary>
    [Fact]
    public async Task Days_keep_their_dates_in_winter_and_in_summer()
    {
        await using var stub = await Network.ServerAsync(
            new StubReply(List(Row("2026-03-06", 680), Row("2026-03-09", 684))),
            new StubReply(List(Row("2026-03-06", 680).Replace("T00:00:00.000Z", "T05:00:00.000Z", StringComparison.Ordinal))));
        using var tiingo = Network.Tiingo(stub);
        Assert.Equal([new(2026, 3, 6), new(2026, 3, 9)], (await tiingo.DownloadAsync("SPY", new(2026, 3, 6))).Bars.Session);
        Assert.Contains(
            "'date' is \"2026-03-06T05:00:00.000Z\" instead of a day at midnight UTC",
            await tiingo.FailAsync(MarketDataFailure.Malformed, "SPY"));
    }

    [Fact]
    public async Task An_index_is_refused_without_a_request()
    {
        await using var stub = await Network.ServerAsync(new StubReply(List()));
        using var tiingo = Network.Tiingo(stub);
        Assert.Equal(
            "^VIX: Tiingo has prices of US-listed stocks and funds only, and no index.",
            await tiingo.FailAsync(MarketDataFailure.NotFound, "^VIX"));
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData(401, """{"detail":"Invalid token."}""", "(401, Invalid token.)")]
    [InlineData(403, """{"detail":"Please supply a token"}""", "(403, Please supply a token)")]
    [InlineData(403, "<html><title>Forbidden</title></html>", "(403, a web page titled 'Forbidden')")]
    [InlineData(401, $$"""{"detail":"Unknown token {{Network.Token}}"}""", "(401, Unknown token (hidden))")]
    public async Task A_wrong_token_is_named_by_its_setting_and_never_shown(int status, string body, string quoted)
    {
        await using var stub = await Network.ServerAsync(new StubReply(body, status));
        using var tiingo = Network.Tiingo(stub);
        var message = await tiingo.FailAsync(MarketDataFailure.Refused, "SPY");
        Assert.Contains($"Tiingo refuses the token {quoted} at {stub.Address}tiingo/daily/spy/prices. ", message);
        Assert.Contains("VOLCAST_TIINGO_TOKEN", message);
    }

    [Fact]
    public async Task An_unknown_ticker_is_named()
    {
        await using var stub = await Network.ServerAsync(new StubReply("""{"detail":"Error: Ticker 'XQZ' not found"}""", 404));
        using var tiingo = Network.Tiingo(stub);
        Assert.Contains(
            "Tiingo does not know this ticker (404, Error: Ticker 'XQZ' not found)",
            await tiingo.FailAsync(MarketDataFailure.NotFound, "XQZ"));
    }

    [Theory]
    [InlineData(429, """{"detail":"Error: You have run over your hourly request allocation."}""")]
    [InlineData(429, """{"detail":"Error: You have run over your daily request allocation."}""")]
    [InlineData(200, """{"detail":"You have run over your hourly request allocation."}""")]
    [InlineData(200, "You have run over your 500 symbol look up for this month.")]
    public async Task A_limit_of_the_account_is_quoted_and_costs_no_further_request(int status, string body)
    {
        await using var stub = await Network.ServerAsync(new StubReply(body, status));
        using var tiingo = Network.Tiingo(stub);
        var message = await tiingo.FailAsync(MarketDataFailure.RateLimited, "SPY");
        Assert.Contains($"Tiingo limits the requests of this token ({status}, '{body}'; 1 attempt)", message);
        Assert.Contains("wait and run again", message);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_wait_that_Tiingo_asks_for_is_kept_if_it_is_short_and_reported_if_it_is_long()
    {
        await using var stub = await Network.ServerAsync(
            new StubReply("{}", 429, ("Retry-After", "20")), new StubReply(List(Row("2026-02-17", 680))),
            new StubReply("{}", 429, ("Retry-After", "3600")));
        using var tiingo = Network.Tiingo(stub);
        Assert.Equal(
            ["Tiingo answered 429; retried after 20 s."], (await tiingo.DownloadAsync("SPY", Window)).Notes);
        Assert.Contains("It asks to wait 3600 s.", await tiingo.FailAsync(MarketDataFailure.RateLimited, "SPY"));
        Assert.Equal(3, stub.Requests.Count);
    }

    [Theory]
    [InlineData(200, "<html><title>Sign in</title></html>", MarketDataFailure.Malformed, "200 with a web page titled 'Sign in'")]
    [InlineData(502, "<html><title>Bad Gateway</title></html>", MarketDataFailure.Unavailable, "error (502, a web page titled")]
    [InlineData(400, """{"detail":"Error: startDate"}""", MarketDataFailure.Refused, "the request (400, Error: startDate)")]
    [InlineData(200, """{"detail":"Not here"}""", MarketDataFailure.Refused, "refuses the request (200, Not here)")]
    [InlineData(200, "{}", MarketDataFailure.Malformed, "expected a JSON list, received 200 with '{}'")]
    [InlineData(200, "", MarketDataFailure.Malformed, "received 200 with an empty body")]
    [InlineData(200, "[1]", MarketDataFailure.Malformed, "a row is 1 instead of an object")]
    [InlineData(200, "[{}]", MarketDataFailure.Malformed, "a row has no 'date'")]
    [InlineData(200, """[{"date":"2026-02-17","close":"680"}]""", MarketDataFailure.Malformed, "'close' is \"680\" instead of")]
    [InlineData(200, """[{"date":"17.2.2026"}]""", MarketDataFailure.Malformed, "'date' is \"17.2.2026\"")]
    public async Task An_answer_that_is_not_a_list_of_prices_says_what_it_is(
        int status, string body, MarketDataFailure kind, string reason)
    {
        await using var stub = await Network.ServerAsync(new StubReply(body, status));
        using var tiingo = Network.Tiingo(stub);
        Assert.Contains(reason, await tiingo.FailAsync(kind, "SPY"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_cut_off_is_refused()
    {
        var whole = List(Row("2026-02-17", 680), Row("2026-02-18", 684));
        foreach (var part in new[] { whole[..(whole.Length / 2)], whole[..^1], "[" })
        {
            await using var stub = await Network.ServerAsync(new StubReply(part));
            using var tiingo = Network.Tiingo(stub);
            Assert.Contains("damaged or incomplete", await tiingo.FailAsync(MarketDataFailure.Malformed, "SPY"));
        }
    }

    [Fact]
    public async Task An_empty_list_says_how_far_the_prices_reach()
    {
        await using var stub = await Network.ServerAsync(
            new StubReply("[]"), new StubReply(Metadata), new StubReply("[]"), new StubReply("{}"));
        using var tiingo = Network.Tiingo(stub);
        Assert.Contains(
            "Tiingo has no daily bars: its prices reach from 1993-01-29 to 2026-09-01",
            await tiingo.FailAsync(MarketDataFailure.NoData, "SPY"));
        Assert.Equal("/tiingo/daily/spy", stub.Requests[1].Target);
        Assert.Contains("the list is empty", await tiingo.FailAsync(MarketDataFailure.NoData, "SPY"));
    }

    [Fact]
    public async Task A_history_that_begins_late_has_the_first_trade_of_the_metadata()
    {
        await using var stub = await Network.ServerAsync(
            new StubReply(List(Row("2026-02-17", 680))), new StubReply(Metadata),
            new StubReply(List(Row("2026-02-17", 680))), new StubReply("<html>", 404));
        using var tiingo = Network.Tiingo(stub);
        Assert.Equal(new DateOnly(1993, 1, 29), (await tiingo.DownloadAsync("SPY")).FirstTrade);
        Assert.Equal("/tiingo/daily/spy/prices?startDate=1960-01-01&format=json", stub.Requests[0].Target);
        var without = await tiingo.DownloadAsync("SPY");
        Assert.Null(without.FirstTrade);
        Assert.StartsWith("The day of the first trade is unknown: ", Assert.Single(without.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_row_and_an_impossible_event_are_rejected_with_their_reasons()
    {
        await using var stub = await Network.ServerAsync(new StubReply(List(
            Row("2026-02-17", 680), Row("2026-02-18", -1), Row("2026-02-19", 681, dividend: -2), Row("2026-02-20", 682, split: 0),
            Row("2026-02-23", 683), Row("2026-02-23", 684), Row("2026-02-17", 680))));
        using var tiingo = Network.Tiingo(stub);
        var download = await tiingo.DownloadAsync("SPY", Window);
        Assert.Equal([680.0, 681, 682], download.Bars.Close);
        Assert.Equal([0.0, 0, 0], download.Bars.Dividend);
        Assert.Equal([1.0, 1, 1], download.Bars.SplitRatio);
        Assert.Equal(
            [("2026-02-18", RejectedPart.Row), ("2026-02-19", RejectedPart.Event), ("2026-02-20", RejectedPart.Event),
                ("2026-02-23", RejectedPart.Row), ("2026-02-23", RejectedPart.Row)],
            download.Rejected.Select(row => (row.Session, row.Part)).Order());
        Assert.All(download.Rejected, row => Assert.Equal(Severity.Error, row.Severity));
        Assert.Contains("2026-02-17 was delivered more than once", Assert.Single(download.Notes), StringComparison.Ordinal);
    }
}
