using System.Net;
using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Data;

/// <summary>The service with a lost bar, a finding, and refused rows whose text is hostile.</summary>
public sealed class FlawedApi : ApiUnderTest
{
    public const string Hostile = "close <script>alert('x')</script> \u0000\u202E=cmd|' /C calc'!A0";

    public static readonly DateOnly LostSession = new(2013, 8, 14);

    protected override DateOnly? Lost => LostSession;

    protected override async Task BeforeStartAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(LakeFolder, DataKind.Simulated);
        var rows = await lake.ReadAsync(CuratedMarketTable.Schema, ScoredApi.Vix, new(2013, 5, 1), new(2013, 5, 2));
        await lake.QuarantineAsync(RawMarketTable.Schema, ScoredApi.Vix, rows, [Hostile, "warning: close 0"]);
        await lake.CommitAsync(FindingsTable.Schema, SimulatedLake.Spy, FindingsTable.Of(SimulatedLake.Spy,
        [
            new()
            {
                Session = new(2013, 5, 6),
                Kind = FindingKind.ExtremeReturn,
                Detail = "a return of 60 %",
                IsWithheld = false,
            },
        ]).ToFrame());
    }
}

[Trait(Category.Name, Category.Integration)]
public sealed class SessionsEndpointTests(FlawedApi api) : IClassFixture<FlawedApi>
{
    private async Task<Dictionary<string, JsonElement>> SessionsAsync(string symbol, int year) =>
        (await api.GetJsonAsync($"/v1/sessions?year={year}")).GetProperty("series").EnumerateArray()
            .Single(series => series.GetProperty("symbol").GetString() == symbol).GetProperty("session_states").EnumerateArray()
            .ToDictionary(session => session.GetProperty("session").GetString()!);

    [Fact]
    public async Task A_session_is_held_or_missing_and_has_its_findings()
    {
        var sessions = await SessionsAsync("SPY", 2013);
        Assert.Equal(TradingCalendar.Nyse.Sessions(new(2013, 1, 1), new(2013, 12, 31)).Select(day => $"{day:yyyy-MM-dd}"),
            sessions.Keys);
        Assert.Equal(["2013-08-14"],
            sessions.Where(one => !one.Value.GetProperty("is_held").GetBoolean()).Select(one => one.Key));
        Assert.Equal(["2013-05-06 extreme_return"], sessions.SelectMany(one => one.Value.GetProperty("findings").EnumerateArray()
            .Select(kind => $"{one.Key} {kind.GetString()}")));
    }

    [Fact]
    public async Task Refused_rows_are_counted_at_their_session()
    {
        var sessions = await SessionsAsync("^VIX", 2013);
        Assert.Equal(["2013-05-01 1 0", "2013-05-02 0 1"], sessions
            .Select(one => (one.Key, Refused: one.Value.GetProperty("refused_rows").GetInt32(),
                Harmless: one.Value.GetProperty("harmless_rows").GetInt32()))
            .Where(one => one.Refused + one.Harmless > 0).Select(one => $"{one.Key} {one.Refused} {one.Harmless}"));
    }

    [Theory]
    [InlineData("/v1/quality")]
    [InlineData("/v1/sessions")]
    [InlineData("/v1/market/latest")]
    public async Task The_data_need_no_model(string path)
    {
        using var refused = await api.Http.GetAsync("/v1/forecasts/latest?horizon=22", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal((await api.GetJsonAsync(path)).GetRawText(), (await api.GetJsonAsync($"{path}?horizon=22")).GetRawText());
    }

    [Fact]
    public async Task The_newest_year_ends_with_the_newest_settled_session()
    {
        var document = await api.GetJsonAsync("/v1/sessions");
        Assert.Equal((2014, "2014-06-30"),
            (document.GetProperty("year").GetInt32(), document.GetProperty("newest_settled").GetString()));
        Assert.Equal("2014-06-30", (await SessionsAsync("SPY", 2014)).Keys.Last());
        Assert.Empty(await SessionsAsync("SPY", 2010));
    }

    /// <summary>A download after the first one that has a settled session changes or adds the bar.</summary>
    [Fact]
    public async Task A_bar_of_a_later_download_is_revised()
    {
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var downloads = await lake.DownloadsAsync(SimulatedLake.Spy);
        var bars = CuratedMarketTable.FromFrame(
            SimulatedLake.Spy,
            await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy, new(2013, 1, 1), new(2013, 12, 31)));
        var expected = bars.Session.Where((session, row) => downloads.FirstOrDefault(one => one.Vintage == bars.Vintage[row])
            is { } own && downloads.Any(other => other.RetrievedAt < own.RetrievedAt
                && other.RetrievedAt >= TradingCalendar.Nyse.SettlesAt(session))).Select(day => $"{day:yyyy-MM-dd}");
        Assert.Equal(expected, (await SessionsAsync("SPY", 2013))
            .Where(one => one.Value.GetProperty("revised_at").ValueKind != JsonValueKind.Null).Select(one => one.Key));
    }

    [Fact]
    public async Task Refused_rows_are_listed_with_their_reason_as_it_is()
    {
        var list = await api.GetJsonAsync("/v1/quarantine?limit=1");
        Assert.Equal((2, "2013-05-02", "warning: close 0"), (list.GetProperty("total").GetInt32(),
            list.GetProperty("rows")[0].GetProperty("session").GetString(),
            list.GetProperty("rows")[0].GetProperty("reason").GetString()));
        var second = (await api.GetJsonAsync(list.GetProperty("next").GetString()!)).GetProperty("rows")[0];
        Assert.Equal((FlawedApi.Hostile, "^VIX", "2013-05-01"), (second.GetProperty("reason").GetString(),
            second.GetProperty("symbol").GetString(), second.GetProperty("cells").GetProperty("session").GetString()));
    }

    [Theory]
    [InlineData("/v1/sessions?year=1989", 400, "invalid_year", "year")]
    [InlineData("/v1/sessions?year=2015", 400, "invalid_year", "year")]
    [InlineData("/v1/quarantine?limit=0", 400, "invalid_limit", "limit")]
    [InlineData("/v1/quarantine?symbol=QQQ", 404, "unknown_symbol", "symbol")]
    [InlineData("/v1/quarantine?horizon=5", 400, "unknown_parameter", "horizon")]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);
}
