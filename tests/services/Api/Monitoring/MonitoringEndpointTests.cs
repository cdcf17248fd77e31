using System.Net;
using System.Text.Json;
using Volcast.Lake.Tables;

namespace Volcast.Services.Api.Tests.Monitoring;

[Trait(Category.Name, Category.Integration)]
public sealed class MonitoringEndpointTests(MonitoredApi api) : IClassFixture<MonitoredApi>
{
    private static readonly string Before = $"{MonitoredApi.Before:yyyy-MM-dd}";

    [Fact]
    public async Task Without_a_period_the_checks_of_the_newest_session_are_listed()
    {
        var document = await api.GetJsonAsync("/v1/monitoring");
        Assert.Equal(("SPY", "SIMULATED", "2014-06-30", "failed", false),
            (document.GetProperty("symbol").GetString(), document.GetProperty("data_kind").GetString(),
                document.GetProperty("session").GetString(), document.GetProperty("status").GetString(),
                document.GetProperty("is_truncated").GetBoolean()));
        Assert.Equal(
            [
                "newest freshness data", "newest drift ret_1d", "newest registry system", "newest drift vix",
                "newest coverage_80 live", "newest coverage_95 live", "newest loss_alarm live", "newest pit_alarm live",
                "newest keep model",
            ],
            MonitoredApi.Names(document));
        var alarm = document.GetProperty("checks").EnumerateArray()
            .Single(row => row.GetProperty("check").GetString() == "loss_alarm");
        Assert.Equal((5, "volcast-SPY-5d", 1, 0, "loss", "warning", 2.5, 20, 2),
            (alarm.GetProperty("horizon").GetInt32(), alarm.GetProperty("model").GetString(),
                alarm.GetProperty("model_version").GetInt32(), alarm.GetProperty("revision").GetInt32(),
                alarm.GetProperty("kind").GetString(), alarm.GetProperty("status").GetString(),
                alarm.GetProperty("value").GetDouble(), alarm.GetProperty("threshold").GetDouble(),
                alarm.GetProperty("facts").GetProperty("yellow").GetDouble()));
        Assert.Equal(JsonValueKind.Null, document.GetProperty("checks")[2].GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task The_result_of_a_decision_names_it() => Assert.Equal(
        [("keep", null), ("keep", null), ("retrain", null), ("retrain_result", "retrain")],
        (await api.GetJsonAsync("/v1/monitoring?kind=decision&from=2014-06-01")).GetProperty("checks").EnumerateArray()
            .Select(row => (row.GetProperty("check").GetString(), row.GetProperty("result_of").GetString())));

    /// <summary>The failed check is the fourth of the session.</summary>
    [Theory]
    [InlineData("?limit=1")]
    [InlineData("?from=2014-01-02&limit=2")]
    public async Task The_status_is_that_of_the_whole_session_also_where_the_limit_leaves_out_the_failed_check(string query)
    {
        var document = await api.GetJsonAsync($"/v1/monitoring{query}");
        Assert.Equal(("failed", true), (document.GetProperty("status").GetString(), document.GetProperty("is_truncated").GetBoolean()));
        Assert.Equal(query[^1] - '0', document.GetProperty("checks").GetArrayLength());
    }

    [Theory]
    [InlineData("?kind=score", "newest qlike live")]
    [InlineData("?kind=alert", "2014-06-27 high alert")]
    [InlineData("?kind=decision&from=2014-06-01",
        "newest keep model, 2014-06-27 keep model, 2014-06-27 retrain model, 2014-06-27 retrain_result model")]
    [InlineData("?check=loss_alarm&from=2014-06-27", "newest loss_alarm live, 2014-06-27 loss_alarm live")]
    [InlineData("?check=loss_alarm&to=2014-06-29", "2014-06-27 loss_alarm live")]
    [InlineData("?subject=vix", "newest drift vix")]
    [InlineData("?horizon=5&kind=calibration", "newest coverage_80 live, newest coverage_95 live, newest pit_alarm live")]
    [InlineData("?horizon=22", "")]
    [InlineData("?from=2015-01-02", "")]
    [InlineData("?to=2010-12-31", "")]
    public async Task Rows_are_filtered_and_the_newest_session_comes_first(string query, string expected) =>
        Assert.Equal(expected, string.Join(", ", await api.ListAsync(query)));

    [Fact]
    public async Task The_limit_keeps_the_newest_rows_and_the_response_says_so()
    {
        var document = await api.GetJsonAsync("/v1/monitoring?check=loss_alarm&from=2014-01-02&limit=1");
        Assert.Equal(["newest loss_alarm live"], MonitoredApi.Names(document));
        Assert.True(document.GetProperty("is_truncated").GetBoolean());
        Assert.False((await api.GetJsonAsync("/v1/monitoring?check=loss_alarm&from=2014-01-02&limit=2"))
            .GetProperty("is_truncated").GetBoolean());
    }

    [Fact]
    public async Task Csv_has_the_names_of_the_json_and_the_facts_as_json()
    {
        var text = await api.Http.GetStringAsync(
            "/v1/monitoring?check=loss_alarm&from=2014-06-27&format=csv", TestContext.Current.CancellationToken);
        Assert.Equal(
            "symbol,data_kind,session,horizon,kind,subject,check,result_of,revision,model,model_version,trained_to,status,value,"
            + "threshold,facts\n"
            + "SPY,SIMULATED,2014-06-30,5,loss,live,loss_alarm,,0,volcast-SPY-5d,1,,warning,2.5,20,\"{\"\"yellow\"\":2}\"\n"
            + $"SPY,SIMULATED,{Before},5,loss,live,loss_alarm,,0,volcast-SPY-5d,1,,ok,1.5,20,\n", text);
    }

    [Theory]
    [InlineData("?symbol=QQQ", 404, "unknown_symbol", "symbol")]
    [InlineData("?horizon=4", 400, "invalid_horizon", "horizon")]
    [InlineData("?kind=losses", 400, "invalid_kind", "kind")]
    [InlineData("?kind=Loss", 400, "invalid_kind", "kind")]
    [InlineData("?check=Loss", 400, "invalid_check", "check")]
    [InlineData("?subject=%5EVIX", 400, "invalid_subject", "subject")]
    [InlineData("?from=2014-13-01", 400, "invalid_date", "from")]
    [InlineData("?from=2014-06-30&to=2014-06-27", 400, "invalid_range", "from")]
    [InlineData("?limit=10001", 400, "invalid_limit", "limit")]
    [InlineData("?offset=1", 400, "unknown_parameter", "offset")]
    [InlineData("?format=xml", 400, "invalid_format", "format")]
    public async Task A_wrong_parameter_is_named(string query, int status, string code, string field) =>
        await api.ProblemAsync($"/v1/monitoring{query}", status, code, field);
}

[Trait(Category.Name, Category.Integration)]
public sealed class ChangedMonitoringTests(MonitoredApi api) : IClassFixture<MonitoredApi>
{
    /// <summary>The first verdict on drift was red, and the alarm was yellow. An alert is no check.</summary>
    [Fact]
    public async Task A_check_that_was_made_again_decides_the_status_with_its_last_revision()
    {
        await api.StoreAsync(
            MonitoredApi.Row("drift", MonitoringKind.Drift, subject: "vix", horizon: 0) with { Revision = 1 },
            MonitoredApi.Row("loss_alarm", MonitoringKind.Loss) with { Revision = 1, Value = 1 },
            MonitoredApi.Row("any_level", MonitoringKind.Alert) with { Status = MonitoringStatus.Failed });
        var document = await api.GetJsonAsync("/v1/monitoring");
        Assert.Equal("ok", document.GetProperty("status").GetString());
        Assert.Equal(2, MonitoredApi.Names(document).Count(name => name == "newest drift vix"));
    }

    [Fact]
    public async Task The_etag_holds_until_a_check_is_added_which_needs_no_refresh()
    {
        var stop = TestContext.Current.CancellationToken;
        using var first = await api.Http.GetAsync("/v1/monitoring", stop);
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(first.Headers.ETag!.Tag));
        using var csv = await api.Http.GetAsync("/v1/monitoring?format=csv", stop);
        Assert.NotEqual(first.Headers.ETag, csv.Headers.ETag);

        await api.StoreAsync(MonitoredApi.Row("disk", MonitoringKind.System, subject: "system", horizon: 0));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(first.Headers.ETag!.Tag));
        Assert.Equal(["newest disk system"], await api.ListAsync("?check=disk"));

        async Task<HttpStatusCode> StatusAsync(string etag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/monitoring");
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            using var answer = await api.Http.SendAsync(request, stop);
            return answer.StatusCode;
        }
    }
}

[Trait(Category.Name, Category.Integration)]
public sealed class UnmonitoredApiTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task Before_the_first_check_the_list_is_empty()
    {
        var document = await api.GetJsonAsync("/v1/monitoring?from=2014-01-02");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 0), (document.GetProperty("session").ValueKind,
            document.GetProperty("status").ValueKind, document.GetProperty("checks").GetArrayLength()));
    }
}
