using System.Net;
using Volcast.ApiContract.Client;
using Volcast.ApiContract.Scenarios;

namespace Volcast.ApiContract.Tests;

public sealed class VolcastClientTests
{
    private const string Quality =
        """{"symbol":"SPY","data_kind":"SIMULATED","newest_settled":"2024-06-14","sessions_behind":2,"series":[]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static VolcastClient Client(StubService service, TimeSpan? timeout = null, int cached = 64) => new(
        new(new Uri("http://service.test"))
        {
            ApiKey = "vk_1",
            Timeout = timeout ?? TimeSpan.FromSeconds(10),
            CachedResponses = cached,
        },
        service);

    [Fact]
    public async Task A_request_carries_the_key_and_escaped_parameters()
    {
        var service = new StubService(_ => StubService.Json(Quality));
        using var client = Client(service);
        var response = await client.GetQualityAsync("^VIX", 22, Stop);
        Assert.Equal((2, new DateOnly(2024, 6, 14)), (response.Document.SessionsBehind, response.Document.NewestSettled));
        Assert.Equal(
            (HttpMethod.Get, "/v1/quality?symbol=%5EVIX&horizon=22", "Bearer vk_1", null, null), service.Requests.Single());
        Assert.Null(response.StaleReason);
    }

    [Fact]
    public async Task Every_route_has_its_path()
    {
        var service = new StubService(_ => StubService.Json("null"));
        using var client = Client(service);
        foreach (var request in new Func<Task>[]
        {
            () => client.GetLatestForecastAsync(above: 12.5, cancellationToken: Stop),
            () => client.GetTermStructureAsync("QQQ", Stop),
            () => client.GetTargetsAsync(limit: 1000, cancellationToken: Stop),
            () => client.GetHistoryAsync("QQQ", 1, new() { From = new(2024, 1, 2), Kind = "live", Model = "har" }, Stop),
            () => client.GetForecastsAsync("QQQ", 1, new() { From = new(2024, 1, 2), Kind = "live", Limit = 7 }, Stop),
            () => client.GetExplanationAsync(origin: new DateOnly(2024, 1, 2), cancellationToken: Stop),
            () => client.GetExplanationAsync(since: "previous", cancellationToken: Stop),
            () => client.GetAttributionAsync(from: new DateOnly(2024, 1, 2), byFeature: true, cancellationToken: Stop),
            () => client.GetExplanationAsync(cancellationToken: Stop),
            () => client.GetNewsImpactAsync(companions: "hold", cancellationToken: Stop),
            () => client.GetModelsAsync(cancellationToken: Stop),
            () => client.GetChampionAsync(cancellationToken: Stop),
            () => client.GetWalkForwardAsync("champion", "QQQ", 1, "volcast", "har", Stop),
            () => client.GetFeaturesAsync(cancellationToken: Stop),
            () => client.GetMarketAsync(session: new DateOnly(2024, 1, 2), cancellationToken: Stop),
            () => client.GetSessionsAsync(year: 2024, cancellationToken: Stop),
            () => client.GetQuarantineAsync("QQQ", 7, 14, Stop),
            () => client.GetTrackRecordAsync(cancellationToken: Stop),
            () => client.GetMonitoringAsync(cancellationToken: Stop),
            () => client.GetMonitoringAsync("QQQ", new()
            {
                Horizon = 5, Kind = "loss", Check = "loss_alarm", Subject = "live", From = new(2024, 1, 2), To = new(2024, 3, 1),
                Limit = 7,
            }, Stop),
            () => client.GetDriftAsync("QQQ", Stop),
            () => client.GetHealthAsync(Stop),
        })
            await Assert.ThrowsAsync<VolcastProblemException>(request); // The body null is not a document.
        Assert.Equal(
            [
                "/v1/forecasts/latest?horizon=5&above=12.5",
                "/v1/forecasts/latest/term-structure?symbol=QQQ",
                "/v1/targets?horizon=5&limit=1000&offset=0",
                "/v1/history?symbol=QQQ&horizon=1&from=2024-01-02&kind=live&model=har",
                "/v1/forecasts?symbol=QQQ&horizon=1&from=2024-01-02&kind=live&limit=7&offset=0",
                "/v1/forecasts/2024-01-02/explanation?horizon=5",
                "/v1/forecasts/latest/explanation?horizon=5&since=previous",
                "/v1/attribution?horizon=5&from=2024-01-02&by=feature", "/v1/forecasts/latest/explanation?horizon=5",
                "/v1/scenarios/news-impact?horizon=5&companions=hold", "/v1/models", "/v1/models/champion?horizon=5",
                "/v1/models/champion/walk-forward?symbol=QQQ&horizon=1&model=volcast&benchmark=har",
                "/v1/features/latest?horizon=5",
                "/v1/market/2024-01-02?horizon=5", "/v1/sessions?horizon=5&year=2024",
                "/v1/quarantine?symbol=QQQ&limit=7&offset=14", "/v1/track-record?horizon=5", "/v1/monitoring",
                "/v1/monitoring?symbol=QQQ&horizon=5&kind=loss&check=loss_alarm&subject=live&from=2024-01-02&to=2024-03-01"
                    + "&limit=7",
                "/v1/monitoring/drift?symbol=QQQ",
                "/health/ready",
            ],
            service.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task A_model_card_is_asked_for_as_markdown_and_not_sent_again_while_it_is_unchanged()
    {
        var accepted = new List<string>();
        var service = new StubService(request =>
        {
            accepted.Add(request.Headers.Accept.ToString());
            var response = request.Headers.IfNoneMatch.Count > 0
                ? new HttpResponseMessage(HttpStatusCode.NotModified)
                : StubService.Json("# volcast-QQQ-1d\n", type: "text/markdown");
            response.Headers.ETag = new("\"1\"");
            return response;
        });
        using var client = Client(service);
        foreach (var isUnchanged in new[] { false, true })
        {
            var card = await client.GetModelCardAsync("champion", "QQQ", 1, Stop);
            Assert.Equal(("# volcast-QQQ-1d\n", isUnchanged), (card.Document, card.IsUnchanged));
        }
        Assert.Equal(["text/markdown", "text/markdown"], accepted);
        Assert.Equal("/v1/models/champion/card?symbol=QQQ&horizon=1", service.Requests[0].Path);
    }

    [Fact]
    public async Task A_body_is_sent_in_the_names_of_the_contract()
    {
        var service = new StubService(_ => StubService.Json("""{"code":"input_missing"}""", HttpStatusCode.Conflict));
        using var client = Client(service);
        await Assert.ThrowsAsync<VolcastProblemException>(() => client.RunScenarioAsync(
            new Dictionary<string, ScenarioBarDocument> { ["SPY"] = new(LogReturn: -.05) }, cancellationToken: Stop));
        await Assert.ThrowsAsync<VolcastProblemException>(() =>
            client.PredictAsync([new Dictionary<string, double> { ["vix"] = 20 }], explain: false, cancellationToken: Stop));
        Assert.Equal("""{"bars":{"SPY":{"log_return":-0.05}}}""", service.Requests[0].Body);
        Assert.Equal(("/v1/predictions?horizon=5&explain=false", """{"rows":[{"vix":20}]}"""),
            (service.Requests[1].Path, service.Requests[1].Body));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(0, false)]
    public async Task An_unchanged_document_is_not_sent_again(int cached, bool isKept)
    {
        var service = new StubService(request =>
        {
            var response = request.Headers.IfNoneMatch.Count > 0
                ? new HttpResponseMessage(HttpStatusCode.NotModified)
                : StubService.Json(Quality);
            response.Headers.ETag = new("\"1\"");
            return response;
        });
        using var client = Client(service, cached: cached);
        var (first, second) =
            (await client.GetQualityAsync(cancellationToken: Stop), await client.GetQualityAsync(cancellationToken: Stop));
        Assert.Equal((false, isKept), (first.IsUnchanged, second.IsUnchanged));
        Assert.Equal(isKept, ReferenceEquals(first.Document, second.Document));
        Assert.Equal(isKept ? "\"1\"" : null, service.Requests[1].IfNoneMatch);
    }

    [Fact]
    public async Task A_program_sends_the_key_of_each_of_its_users()
    {
        var service = new StubService(request =>
        {
            var response = request.Headers.Authorization?.Parameter == "revoked"
                ? StubService.Json("""{"status":401,"code":"key_unknown"}""", HttpStatusCode.Unauthorized,
                    "application/problem+json")
                : request.Headers.IfNoneMatch.Count > 0 ? new HttpResponseMessage(HttpStatusCode.NotModified)
                : StubService.Json(Quality);
            response.Headers.ETag = new("\"1\"");
            return response;
        });
        using var client = Client(service);
        using (var ana = client.WithKey("ana"))
            Assert.False((await ana.GetQualityAsync(cancellationToken: Stop)).IsUnchanged);
        using var bob = client.WithKey("bob");
        Assert.True((await bob.GetQualityAsync(cancellationToken: Stop)).IsUnchanged);
        await client.GetQualityAsync(cancellationToken: Stop);
        Assert.Equal(["Bearer ana", "Bearer bob", "Bearer vk_1"], service.Requests.Select(request => request.Authorization));

        // A document that another user has received does not open it to a key that the service refuses.
        using var revoked = client.WithKey("revoked");
        await Assert.ThrowsAsync<VolcastProblemException>(() => revoked.GetQualityAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task A_stale_document_states_its_reason_and_age()
    {
        using var client = Client(new StubService(_ =>
        {
            var response = StubService.Json(Quality);
            response.Headers.Add("Volcast-Stale", "There is no lake.");
            response.Headers.Age = TimeSpan.FromSeconds(40);
            return response;
        }));
        var response = await client.GetQualityAsync(cancellationToken: Stop);
        Assert.Equal(("There is no lake.", TimeSpan.FromSeconds(40)), (response.StaleReason, response.Age));
    }

    [Fact]
    public async Task A_refusal_becomes_an_exception_with_code_field_and_detail()
    {
        using var client = Client(new StubService(_ =>
        {
            var response = StubService.Json(
                """
                {"type":"urn:volcast:problem:invalid_horizon","title":"Bad Request","status":400,"code":"invalid_horizon",
                "detail":"The horizon 4 is not 1, 5, 10 or 22 sessions.","field":"horizon",
                "instance":"/v1/quality","trace_id":"abc"}
                """, HttpStatusCode.BadRequest, "application/problem+json");
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(3));
            return response;
        }));
        var refused = await Assert.ThrowsAsync<VolcastProblemException>(() => client.GetQualityAsync("SPY", 4, Stop));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_horizon", "horizon", "abc", TimeSpan.FromSeconds(3)),
            (refused.Status, refused.Code, refused.Problem.Field, refused.Problem.TraceId, refused.RetryAfter));
        Assert.Equal("400 invalid_horizon (horizon): The horizon 4 is not 1, 5, 10 or 22 sessions.", refused.Message);
    }

    [Theory]
    [InlineData("<html>Bad Gateway</html>", HttpStatusCode.BadGateway, "text/html")]
    [InlineData("{}", HttpStatusCode.BadGateway, "application/problem+json")]
    [InlineData("{}", HttpStatusCode.OK, "application/json")]
    [InlineData("no json", HttpStatusCode.OK, "application/json")]
    public async Task Another_service_s_response_is_an_unexpected_response(string body, HttpStatusCode status, string type)
    {
        using var client = Client(new StubService(_ => StubService.Json(body, status, type)));
        var refused = await Assert.ThrowsAsync<VolcastProblemException>(() => client.GetQualityAsync(cancellationToken: Stop));
        Assert.Equal((status, VolcastProblemException.UnexpectedResponse), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_starting_service_returns_its_health_with_status_503()
    {
        using var client = Client(new StubService(_ =>
            StubService.Json("""{"state":"starting","series":[]}""", HttpStatusCode.ServiceUnavailable)));
        Assert.Equal("starting", (await client.GetHealthAsync(Stop)).State);
    }

    [Fact]
    public async Task A_slow_service_throws_a_timeout_and_a_cancelled_call_a_cancellation()
    {
        using var client = Client(
            new StubService(_ => StubService.Json(Quality)) { Delay = TimeSpan.FromMinutes(1) }, TimeSpan.FromMilliseconds(50));
        var late = await Assert.ThrowsAsync<TimeoutException>(() => client.GetQualityAsync(cancellationToken: Stop));
        Assert.Contains("http://service.test/", late.Message, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetQualityAsync(cancellationToken: cancelled.Token));
    }
}
