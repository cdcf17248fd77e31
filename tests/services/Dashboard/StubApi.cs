using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Volcast.ApiContract;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Operations;
using Volcast.ApiContract.Targets;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>An API on a free port of the loopback interface that sends known documents.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubApi(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>Whether it drops every connection.</summary>
    public bool IsDown { get; set; }

    /// <summary>The one key that it accepts; null for an open service.</summary>
    public string? Key { get; set; }

    public string DataKind { get; set; } = "REAL";

    /// <summary>The problem with which it answers every request for a forecast; null for none.</summary>
    public ProblemDocument? Problem { get; set; }

    /// <summary>The path whose every request fails with 503; null for none.</summary>
    public string? FailingPath { get; set; }

    /// <summary>How long ago it last refreshed what it sends; null while that is current.</summary>
    public TimeSpan? StaleFor { get; set; }

    /// <summary>The targets that it serves.</summary>
    public TargetsDocument Watchlist { get; set; } = SampleHistory.Watchlist;

    public EvidenceDocument Evidence { get; set; } = SampleDocuments.Evidence;

    public ModelsDocument Models { get; set; } = SampleDocuments.Models;

    /// <summary>How often it has answered with a problem.</summary>
    public int ProblemsSent { get; private set; }

    public DateOnly Origin { get; set; } = SampleDocuments.Origin;

    /// <summary>The keys of the requests so far; an empty text for a request without one.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>Path and query of each request so far.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<StubApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var stub = new StubApi(app);
        app.Use(stub.GuardAsync);
        stub.Map(app);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map(IEndpointRouteBuilder routes)
    {
        var json = ContractJson.Default;
        routes.MapGet("/health/ready", () => Results.Json(new HealthDocument("ready", []), json.HealthDocument));
        routes.MapGet("/v1/models", () => Results.Json(Models, json.ModelsDocument));
        routes.MapGet("/v1/forecasts/latest", (int horizon) => Problem is { } problem
            ? Failed(problem)
            : Results.Json(SampleDocuments.Forecast(Origin, horizon: horizon, dataKind: DataKind), json.ForecastDocument));
        routes.MapGet("/v1/forecasts/latest/term-structure", () => Results.Json(SampleDocuments.Term, json.TermStructureDocument));
        routes.MapGet("/v1/forecasts", () => Results.Json(
            new("SPY", 5, 6, 0, null, SampleDocuments.Stored), json.ForecastListDocument));
        routes.MapGet("/v1/forecasts/{origin}/explanation", (string origin, string? since) => Results.Json(new(
            origin == "latest" ? SampleDocuments.Forecast() : SampleDocuments.Forecast(DateOnly.Parse(origin)),
            SampleDocuments.Explanation, since is null ? null : SampleDocuments.Change), json.ExplainedForecastDocument));
        routes.MapGet("/v1/attribution", () => Results.Json(SampleDocuments.Attribution, json.AttributionDocument));
        routes.MapGet("/v1/models/{version}/card", () => Results.Text(SampleDocuments.Card, "text/markdown"));
        routes.MapGet("/v1/history", (string? model, string? kind) => Results.Json(
            kind == "shadow" ? SampleHistory.Document(SampleHistory.Point(new(2021, 12, 28), "shadow", .17))
            : model == "none" ? SampleHistory.Document() with { Points = [] } : SampleHistory.Document(), json.HistoryDocument));
        routes.MapGet("/v1/targets", (string? symbol) => Results.Json(
            symbol is null ? Watchlist : SampleHistory.Targets(SampleHistory.Target(symbol)), json.TargetsDocument));
        routes.MapGet("/v1/features/latest", () => Results.Json(SampleDocuments.Features, json.FeaturesDocument));
        routes.MapGet("/v1/market/latest", () => Results.Json(SampleDocuments.Market, json.MarketDocument));
        routes.MapGet("/v1/models/{version}/evidence", () => Results.Json(Evidence, json.EvidenceDocument));
        routes.MapGet("/v1/models/serving/walk-forward", (string? benchmark) => benchmark == "none"
            ? Results.Json(Refusal(400, "invalid_model", "The walk-forward has no model 'none'."), json.ProblemDocument,
                "application/problem+json", 400)
            : Results.Json(SampleSeries.WalkForward(benchmark), json.WalkForwardDocument));
        routes.MapPost("/v1/scenarios", async (HttpRequest request) => Results.Json(SampleSeries.Scenario(
            (await request.ReadFromJsonAsync(json.ScenarioRequest))!), json.ScenarioDocument));
        routes.MapGet("/v1/scenarios/news-impact",
            (string? companions) => Results.Json(SampleSeries.NewsImpact(companions), json.NewsImpactDocument));
        routes.MapGet("/v1/sessions", (int? year) => Results.Json(SampleSeries.Sessions(year), json.SessionsDocument));
        routes.MapGet("/v1/quality", () => Results.Json(SampleSeries.Quality(), json.QualityDocument));
        routes.MapGet("/v1/quarantine", (int? offset) => Results.Json(SampleSeries.Quarantine(offset ?? 0), json.QuarantineDocument));
        routes.MapGet("/v1/market/{session}", (string session) => session == "2020-03-16"
            ? Results.Json(SampleSeries.Fall, json.MarketDocument)
            : Results.Json(Refusal(404, "no_session", "The lake holds SPY from 2010-11-16 to 2021-12-30."), json.ProblemDocument,
                "application/problem+json", 404));
        routes.MapGet("/v1/monitoring", (string? check, string? kind) => Results.Json(SampleDocuments.Monitoring(
            check == "loss_alarm"
                ? [
                    SampleDocuments.Check(check, "loss", value: .3),
                    SampleDocuments.Check(check, "loss", session: new(2021, 12, 29), value: .5),
                ]
                : kind is not null ? []
                : [SampleDocuments.Check("coverage_80", "calibration", "warning", .7)]), json.MonitoringDocument));
        routes.MapGet("/v1/monitoring/drift", () => Results.Json(SampleDocuments.Drift, json.DriftDocument));
        routes.MapGet("/v1/track-record", () => Results.Json(SampleDocuments.Record, json.TrackRecordDocument));
    }

    private IResult Failed(ProblemDocument problem)
    {
        ProblemsSent++;
        return Results.Json(problem, ContractJson.Default.ProblemDocument, "application/problem+json", problem.Status);
    }

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (IsDown)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        if (context.Request.Path == FailingPath)
            return Failed(Refusal(503, "not_read", "SPY 5d has not been read yet.")).ExecuteAsync(context);
        if (StaleFor is { } age)
        {
            context.Response.Headers.Age = age.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            context.Response.Headers["Volcast-Stale"] = "The lake was written while it was read.";
        }
        var key = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        lock (Keys)
        {
            Keys.Add(key);
            Requests.Add(context.Request.Path + context.Request.QueryString);
        }
        return Key is null || Key == key || context.Request.Path.StartsWithSegments("/health")
            ? next(context)
            : Results.Json(Refusal(401, "key_unknown", "This API key is unknown."), ContractJson.Default.ProblemDocument,
                "application/problem+json", 401).ExecuteAsync(context);
    }

    public static ProblemDocument Refusal(int status, string code, string detail) =>
        new($"urn:volcast:problem:{code}", "", status, code, detail, "", "");
}
