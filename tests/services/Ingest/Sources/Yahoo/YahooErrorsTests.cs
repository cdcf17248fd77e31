using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

[Trait(Category.Name, Category.Integration)]
public sealed class YahooErrorsTests
{
    private const string Page = "<!DOCTYPE html><html><head><title>Yahoo is part of the\n Yahoo family of brands</title></head>";

    [Theory]
    [InlineData(404, "Not Found", "No data found, symbol may be delisted", MarketDataFailure.NotFound)]
    [InlineData(404, "Not Found", "Encountered an error when generating the download data", MarketDataFailure.NotFound)]
    [InlineData(200, "Not Found", "No data found, symbol may be delisted", MarketDataFailure.NotFound)]
    [InlineData(400, "Bad Request", "Data doesn't exist for startDate = 1565827200, endDate = 1", MarketDataFailure.NoData)]
    [InlineData(400, "Bad Request", "Invalid input - interval=1x", MarketDataFailure.Refused)]
    public async Task An_error_that_Yahoo_reports_is_quoted(int status, string code, string description, MarketDataFailure kind)
    {
        var failure = await FailAsync(new StubReply(ChartJson.Error(code, description), status), kind);
        Assert.Contains($"{code}: {description}", failure.Message);
        Assert.Contains("/v8/finance/chart/SPY", failure.Message);
    }

    [Fact]
    public async Task An_error_of_the_front_proxy_is_read_from_its_own_field()
    {
        var failure = await FailAsync(
            new StubReply(ChartJson.Error("Bad Request", "Missing required query parameter", "finance"), 400),
            MarketDataFailure.Refused);
        Assert.Contains("Missing required query parameter", failure.Message);
    }

    [Fact]
    public async Task Messages_say_what_the_user_can_do()
    {
        var unknown = await FailAsync(
            new StubReply(ChartJson.Error("Not Found", "No data found"), 404), MarketDataFailure.NotFound);
        Assert.Contains("Look up the ticker", unknown.Message);
        var limited = await FailAsync(new StubReply("Too Many Requests\n", 429), MarketDataFailure.RateLimited);
        Assert.Contains("wait and run again", limited.Message);
        Assert.Contains("--source csv --path DIR", limited.Message);
    }

    [Fact]
    public async Task A_window_without_sessions_has_no_data_even_if_it_has_quotes()
    {
        var noTimestamps = new ChartJson("SPY").Flat("2026-02-18T14:30:00Z", 1).ToTree();
        Result(noTimestamps).Remove("timestamp");
        var emptyQuote = new ChartJson("SPY") { Granularity = "1m" }.ToTree();
        Result(emptyQuote)["indicators"] = JsonNode.Parse("""{"quote":[{}]}""");
        var noIndicators = new ChartJson("SPY").ToTree();
        Result(noIndicators).Remove("indicators");
        foreach (var chart in new[] { noTimestamps, emptyQuote, noIndicators })
            Assert.Contains(
                "the window is empty", (await FailAsync(new StubReply(chart.ToJsonString()), MarketDataFailure.NoData)).Message);
    }

    [Fact]
    public async Task A_window_of_blank_rows_has_no_data_and_returns_the_rows()
    {
        var chart = new ChartJson("SPY").Blank("2026-07-24T13:30:00Z").ToTree();
        var failure = await FailAsync(new StubReply(chart.ToJsonString()), MarketDataFailure.NoData);
        Assert.Contains("2026-07-24: no data", failure.Message);
        Assert.Equal("2026-07-24", Assert.Single(failure.Rejected).Session);
    }

    [Fact]
    public async Task A_response_with_rows_outside_the_window_only_has_no_data()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(ChartJson.Spy()));
        using var yahoo = new YahooUnderTest(stub);
        var failure = await Assert.ThrowsAsync<MarketDataException>(
            () => yahoo.DownloadAsync(from: new(2026, 2, 21), to: new(2026, 2, 22)));
        Assert.Equal(MarketDataFailure.NoData, failure.Kind);
        Assert.Contains("from 2026-02-21 to 2026-02-22", failure.Message);
        Assert.Contains("from 2026-02-21:", (await Assert.ThrowsAsync<MarketDataException>(
            () => yahoo.DownloadAsync(from: new(2026, 2, 21)))).Message);
        Assert.Contains("up to 2026-02-01:", (await Assert.ThrowsAsync<MarketDataException>(
            () => yahoo.DownloadAsync(to: new(2026, 2, 1)))).Message);
    }

    [Fact]
    public async Task Incomplete_JSON_is_refused()
    {
        var whole = ChartJson.Spy();
        foreach (var part in new[] { whole[..(whole.Length / 2)], whole[..^1], "{" })
            Assert.Contains(
                "damaged or incomplete", (await FailAsync(new StubReply(part), MarketDataFailure.Malformed)).Message);
    }

    [Theory]
    [InlineData("", "an empty body")]
    [InlineData("Will be right back...\r\n\tThank you for waiting.", "'Will be right back... Thank you for waiting.'")]
    [InlineData("[1, 2]", "'[1, 2]'")]
    public async Task A_body_that_is_not_a_JSON_object_is_quoted(string body, string shown)
    {
        var failure = await FailAsync(new StubReply(body), MarketDataFailure.Malformed);
        Assert.Contains("200 with " + shown, failure.Message);
    }

    [Theory]
    [InlineData("{}", "no 'chart'")]
    [InlineData("""{"chart":{"result":null,"error":null}}""", "neither a result nor an error")]
    [InlineData("""{"chart":{"result":[],"error":null}}""", "neither a result nor an error")]
    [InlineData("""{"chart":{"result":[{}]}}""", "no 'meta'")]
    [InlineData("""{"chart":{"result":[{"meta":{}}]}}""", "about no symbol")]
    public async Task JSON_that_is_not_a_chart_has_another_message_than_broken_JSON(string body, string reason) =>
        Assert.Contains(reason, (await FailAsync(new StubReply(body), MarketDataFailure.Malformed)).Message);

    [Theory]
    [InlineData("close", """["684"]""", "'close' is \"684\"")]
    [InlineData("close", "[1, 2]", "one value for each of the 1 timestamps")]
    [InlineData("high", "7", "one value for each of the 1 timestamps")]
    public async Task Quotes_that_do_not_match_the_timestamps_are_refused(string column, string values, string reason)
    {
        var chart = new ChartJson("SPY").Flat("2026-02-18T14:30:00Z", 1).ToTree();
        Result(chart)["indicators"]!["quote"]![0]![column] = JsonNode.Parse(values);
        var failure = await FailAsync(new StubReply(chart.ToJsonString()), MarketDataFailure.Malformed);
        Assert.Contains(reason, failure.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"1771425000\"")]
    [InlineData("1.5")]
    [InlineData("99999999999999")]
    public async Task A_row_without_a_time_is_refused(string time)
    {
        var chart = new ChartJson("SPY").Flat("2026-02-18T14:30:00Z", 1).ToTree();
        Result(chart)["timestamp"]![0] = JsonNode.Parse(time);
        var failure = await FailAsync(new StubReply(chart.ToJsonString()), MarketDataFailure.Malformed);
        Assert.Contains($"'timestamp' is {time} instead of a time", failure.Message);
    }

    [Fact]
    public async Task An_event_without_an_amount_is_refused()
    {
        var chart = new ChartJson("SPY").Flat("2026-02-18T14:30:00Z", 1).Dividend("2026-02-18T14:30:00Z", 1).ToTree();
        Result(chart)["events"]!["dividends"]!.AsObject().First().Value!.AsObject().Remove("amount");
        var failure = await FailAsync(new StubReply(chart.ToJsonString()), MarketDataFailure.Malformed);
        Assert.Contains("an event has no 'amount'", failure.Message);
    }

    [Fact]
    public async Task An_answer_to_another_request_is_refused()
    {
        var qqq = new ChartJson("QQQ").Flat("2026-02-18T14:30:00Z", 1).ToString();
        var other = await FailAsync(new StubReply(qqq), MarketDataFailure.Malformed);
        Assert.Contains("it is about QQQ, but SPY was requested", other.Message);
        var quarterly = new ChartJson("SPY") { Granularity = "3mo" }.Flat("2026-02-18T14:30:00Z", 1).ToString();
        Assert.Contains(
            "in steps of 3mo", (await FailAsync(new StubReply(quarterly), MarketDataFailure.Malformed)).Message);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData(null)]
    public async Task Without_a_known_time_zone_the_answer_is_refused(string? zone)
    {
        var chart = new ChartJson("SPY") { TimeZone = zone }.Flat("2026-02-18T14:30:00Z", 1).ToString();
        var failure = await FailAsync(new StubReply(chart), MarketDataFailure.Malformed);
        Assert.Contains($"its time zone '{zone}' is unknown", failure.Message);
    }

    [Theory]
    [InlineData(404, MarketDataFailure.Malformed)]
    [InlineData(200, MarketDataFailure.Refused)]
    [InlineData(403, MarketDataFailure.Refused)]
    [InlineData(502, MarketDataFailure.Unavailable)]
    [InlineData(429, MarketDataFailure.RateLimited)]
    public async Task A_web_page_is_shown_by_its_title(int status, MarketDataFailure kind)
    {
        var failure = await FailAsync(new StubReply(Page, status, ("Content-Type", "text/html")), kind);
        Assert.Contains("a web page titled 'Yahoo is part of the Yahoo family of brands'", failure.Message);
    }

    [Fact]
    public async Task An_answer_larger_than_the_limit_is_not_read_completely()
    {
        var endless = new StubReply("")
        {
            Write = async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.WriteAsync(new string(' ', 1000), context.RequestAborted);
            },
        };
        foreach (var reply in new[] { new StubReply(new string(' ', 2001)), endless })
        {
            await using var stub = await VendorStub.StartAsync(reply);
            using var yahoo = new YahooUnderTest(stub, o => o with { LargestAnswer = 2000 });
            Assert.Contains("larger", (await yahoo.FailAsync(MarketDataFailure.Malformed)).Message);
        }
    }

    [Fact]
    public async Task Damaged_compression_is_reported()
    {
        var failure = await FailAsync(
            new StubReply("this is no gzip at all", 200, ("Content-Encoding", "gzip")), MarketDataFailure.Malformed);
        Assert.Contains("compression", failure.Message);
    }

    [Fact]
    public async Task Without_a_listener_the_message_says_so_and_how_to_work_offline()
    {
        using var yahoo = new YahooUnderTest(stub: null);
        var failure = await yahoo.FailAsync(MarketDataFailure.Unavailable);
        Assert.Contains("no connection", failure.Message);
        Assert.Contains("2 attempts", failure.Message);
        Assert.Contains("./volcast demo", failure.Message);
        Assert.IsType<SocketException>(failure.GetBaseException());
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "no network, or the host name cannot be resolved", 2)]
    [InlineData(HttpRequestError.SecureConnectionError, "no secure connection", 5)]
    [InlineData(HttpRequestError.ProxyTunnelError, "the proxy refused the connection", 5)]
    [InlineData(HttpRequestError.Unknown, "the connection broke", 5)]
    public async Task A_connection_that_fails_is_reported_with_its_cause(HttpRequestError error, string words, int attempts)
    {
        using var handler = new BrokenHandler(new HttpRequestException(error, "No such host is known."));
        using var yahoo = new YahooUnderTest(stub: null, handler: handler);
        var failure = await yahoo.FailAsync(MarketDataFailure.Unavailable);
        Assert.Contains($"{words} (No such host is known; {attempts} attempts)", failure.Message);
    }

    [Fact]
    public async Task A_message_holds_neither_password_nor_crumb()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(Page, 403));
        using var yahoo = new YahooUnderTest(stub, o => o with
        {
            BaseAddress = new Uri($"http://user:password@127.0.0.1:{stub.Address.Port}"),
            AlternativeAddress = new Uri($"http://user:password@localhost:{stub.Address.Port}/"),
        });
        var failure = await yahoo.FailAsync(MarketDataFailure.Refused);
        Assert.Contains($"http://localhost:{stub.Address.Port}/v8/finance/chart/SPY", failure.Message);
        Assert.DoesNotContain("password", failure.Message);
        Assert.DoesNotContain("cookie42", failure.Message);
        Assert.DoesNotContain("of.42", failure.Message);
    }

    private static async Task<MarketDataException> FailAsync(StubReply reply, MarketDataFailure kind)
    {
        await using var stub = await VendorStub.StartAsync(reply);
        using var yahoo = new YahooUnderTest(stub);
        return await yahoo.FailAsync(kind);
    }

    private static JsonObject Result(JsonObject chart) => chart["chart"]!["result"]![0]!.AsObject();

    private sealed class BrokenHandler(Exception fault) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(fault);
    }
}
