using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Cboe;

[Trait(Category.Name, Category.Integration)]
public sealed class CboeSourceTests
{
    private const string Header = "DATE,OPEN,HIGH,LOW,CLOSE\n";

    /// <summary>Days around the change to summer time in New York, 2026-03-08.</summary>
    private const string File = Header
        + "03/05/2026,20.100000,21.500000,19.800000,20.900000\n"
        + "03/06/2026,21.000000,22.400000,20.700000,22.100000\n"
        + "03/09/2026,22.300000,23.000000,21.900000,22.500000\n";

    [Fact]
    public async Task A_file_with_open_high_low_and_close_is_read()
    {
        await using var stub = await Network.ServerAsync(new StubReply(File));
        using var cboe = Network.Cboe(stub);
        var download = await cboe.DownloadAsync("^VIX");
        Assert.Equal(("cboe", YahooUnderTest.Now), (download.Source, download.RetrievedAt));
        Assert.Equal([new(2026, 3, 5), new(2026, 3, 6), new(2026, 3, 9)], download.Bars.Session);
        Assert.Equal([20.9, 22.1, 22.5], download.Bars.Close);
        Assert.Equal((21.0, 22.4, 20.7), (download.Bars.Open[1], download.Bars.High[1], download.Bars.Low[1]));
        Assert.Equal([null, null, null], download.Bars.Volume);
        Assert.Empty(download.Rejected);
        Assert.Empty(download.Notes);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("/api/global/us_indices/daily_prices/VIX_History.csv", request.Target);
        Assert.StartsWith("Mozilla/5.0", request.UserAgent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("^VVIX", "DATE,VVIX\n")]
    [InlineData("^GVZ", "DATE,GVZ\n")]
    [InlineData("^VXEEM", "Date,Close\n")]
    public async Task A_file_with_one_value_a_session_has_closes_only(string symbol, string header)
    {
        await using var stub = await Network.ServerAsync(new StubReply(header + "03/05/2026,88.120000\n03/06/2026,91.340000\n"));
        using var cboe = Network.Cboe(stub);
        var download = await cboe.DownloadAsync(symbol);
        Assert.Equal([88.12, 91.34], download.Bars.Close);
        Assert.Empty(download.Rejected);
        Assert.All(download.Bars.High, high => Assert.True(double.IsNaN(high)));
        Assert.Equal(
            $"/api/global/us_indices/daily_prices/{symbol[1..]}_History.csv", Assert.Single(stub.Requests).Target);
    }

    [Theory]
    [InlineData("SPY")]
    [InlineData("^GSPC")]
    public async Task A_symbol_without_a_file_is_refused_in_one_sentence_that_names_what_there_is(string symbol)
    {
        await using var stub = await Network.ServerAsync(new StubReply(File));
        using var cboe = Network.Cboe(stub);
        var message = await cboe.FailAsync(MarketDataFailure.NotFound, symbol);
        Assert.StartsWith($"{symbol}: Cboe publishes no daily file of it, only of the indices ^VIX, ", message);
        Assert.Contains(", ^VVIX, ", message);
        Assert.Single(message, '.');
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task Only_the_window_is_returned()
    {
        await using var stub = await Network.ServerAsync(new StubReply(File));
        using var cboe = Network.Cboe(stub);
        Assert.Equal(
            [new DateOnly(2026, 3, 6)], (await cboe.DownloadAsync("^VIX", new(2026, 3, 6), new(2026, 3, 8))).Bars.Session);
        var none = await Assert.ThrowsAsync<MarketDataException>(() => cboe.DownloadAsync("^VIX", new(2026, 3, 10)));
        Assert.Equal(MarketDataFailure.NoData, none.Kind);
        Assert.Contains("no bars from 2026-03-10: all its sessions, 2026-03-05 to 2026-03-09, are outside", none.Message);
    }

    /// <summary>Cboe computes VIX on some days on which the exchange is closed, and on days that end early.</summary>
    [Fact]
    public async Task A_row_on_a_holiday_is_left_out_and_one_of_an_early_close_is_kept()
    {
        await using var stub = await Network.ServerAsync(new StubReply(
            Header + "11/25/2025,18,19,17,18.5\n11/27/2025,18,19,17,18.6\n11/28/2025,18,19,16,16.3\n"));
        using var cboe = Network.Cboe(stub);
        var download = await cboe.DownloadAsync("^VIX");
        Assert.Equal([new(2025, 11, 25), new(2025, 11, 28)], download.Bars.Session);
        var holiday = Assert.Single(download.Rejected);
        Assert.Equal(("2025-11-27", Severity.Warning), (holiday.Session, holiday.Severity));
    }

    [Fact]
    public async Task A_row_without_a_value_has_no_bar()
    {
        await using var stub = await Network.ServerAsync(
            new StubReply("DATE,VVIX\n03/05/2026,\n03/06/2026,91.34\n03/09/2026,n/a\n"));
        using var cboe = Network.Cboe(stub);
        var download = await cboe.DownloadAsync("^VVIX");
        Assert.Equal([91.34], download.Bars.Close);
        Assert.Equal(
            [("2026-03-09", Severity.Error), ("2026-03-05", Severity.Warning)],
            download.Rejected.Select(row => (row.Session, row.Severity)).OrderBy(row => row.Severity == Severity.Warning));
    }

    [Theory]
    [InlineData(403, "<Error><Code>AccessDenied</Code></Error>", "(403, '<Error><Code>AccessDenied</Code></Error>')")]
    [InlineData(404, "", "(404, an empty body)")]
    public async Task A_refusal_says_so(int status, string body, string quoted)
    {
        await using var stub = await Network.ServerAsync(new StubReply(body, status));
        using var cboe = Network.Cboe(stub);
        var message = await cboe.FailAsync(MarketDataFailure.Refused, "^VIX");
        Assert.Contains($"Cboe refuses to serve the file {quoted} at {stub.Address}api/global/", message);
    }

    [Fact]
    public async Task A_limit_is_waited_for_and_then_reported()
    {
        await using var stub = await Network.ServerAsync(new StubReply("slow down", 429, ("Retry-After", "7")));
        using var cboe = Network.Cboe(stub);
        var message = await cboe.FailAsync(MarketDataFailure.RateLimited, "^VIX");
        Assert.Contains("Cboe limits this address's requests (429, 'slow down'; 5 attempts)", message);
        Assert.Contains("It asks to wait 7 s", message);
        Assert.Equal([7, 7, 7, 7], cboe.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task An_error_of_the_server_passes_after_a_retry()
    {
        await using var stub = await Network.ServerAsync(
            new StubReply("<html><title>502 Bad Gateway</title>", 502), new StubReply(File));
        using var cboe = Network.Cboe(stub);
        var download = await cboe.DownloadAsync("^VIX");
        Assert.Equal(3, download.Bars.Count);
        Assert.StartsWith("Cboe answered 502; retried after ", Assert.Single(download.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><title>Cboe\nGlobal Markets</title>", "received 200 with a web page titled 'Cboe Global Markets'")]
    [InlineData("{\"message\":\"gone\"}", "received 200 with '{\"message\":\"gone\"}'")]
    [InlineData("", "it is empty")]
    [InlineData("DATE,GVZ\n03/05/2026,22\n", "its header has no Close, only: DATE, GVZ")]
    [InlineData("DATE;CLOSE\n03/05/2026;22\n", "separated by ';'")]
    [InlineData("DATE,CLOSE\n05/03/2026,22\n13/03/2026,22\n06/03/2026,22\n", "not all in the order MM/dd/yyyy")]
    public async Task An_answer_that_is_not_the_file_is_not_used(string body, string reason)
    {
        await using var stub = await Network.ServerAsync(new StubReply(body));
        using var cboe = Network.Cboe(stub);
        Assert.Contains(reason, await cboe.FailAsync(MarketDataFailure.Malformed, "^VIX"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_gives_its_whole_rows_and_a_note()
    {
        await using var stub = await Network.ServerAsync(new StubReply(File[..^35]), new StubReply(Header));
        using var cboe = Network.Cboe(stub);
        var download = await cboe.DownloadAsync("^VIX");
        Assert.Equal(2, download.Bars.Count);
        Assert.Equal("2026-03-09", Assert.Single(download.Rejected).Session);
        Assert.Contains("a header but no rows", await cboe.FailAsync(MarketDataFailure.NoData, "^VIX"));
    }

    [Fact]
    public async Task Without_a_network_the_message_says_so()
    {
        using var cboe = Network.Cboe(null);
        Assert.Contains("Cboe cannot be reached: no connection", await cboe.FailAsync(MarketDataFailure.Unavailable, "^VIX"));
    }

    [Fact]
    public async Task A_clock_ahead_of_the_server_is_noticed()
    {
        await using var stub = await Network.ServerAsync(new StubReply(File, 200, ("Date", "Tue, 01 Sep 2026 12:00:00 GMT")));
        using var cboe = Network.Cboe(stub);
        Assert.Contains("this machine's clock is ahead", await cboe.FailAsync(MarketDataFailure.Refused, "^VIX"));
    }
}
