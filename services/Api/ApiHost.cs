using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Api.Data;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Forecasts;
using Volcast.Services.Api.History;
using Volcast.Services.Api.Models;
using Volcast.Services.Api.Monitoring;
using Volcast.Services.Api.Operations;
using Volcast.Services.Api.Predictions;
using Volcast.Services.Api.Scenarios;
using Volcast.Services.Api.Scoring;
using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;
using Volcast.Services.Api.Targets;
using Volcast.WebHosting;
using Volcast.WebHosting.Telemetry;

namespace Volcast.Services.Api;

/// <summary>Composes the service.</summary>
internal static class ApiHost
{
    private static readonly BuildInfo Build = BuildInfo.Of(typeof(ApiHost).Assembly);

    /// <param name="options">Its options.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="registry">The model registry.</param>
    public static WebApplication Create(ApiOptions options, TimeProvider clock, IModelRegistry registry)
    {
        var builder = WebHost.CreateBuilder(options.WebHosting);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(clock)
            .AddSingleton(registry)
            .AddSingleton(options.Calendar)
            .AddSingleton(options.Keys)
            .AddSingleton(options.KeyUses)
            .AddSingleton<KeyRing>()
            .AddSingleton<ApiMetrics>()
            .AddSingleton(services => new SnapshotSource(
                OpenLakeAsync, registry, options.Targets,
                services.GetRequiredService<TradingCalendar>(), clock, options.Snapshots, $"{Build}",
                options.CompleteCommands,
                services.GetRequiredService<ILogger<SnapshotSource>>()))
            .AddHostedService<SnapshotRefresh>()
            .AddSingleton(new LakeRequests(OpenLakeAsync, options.Snapshots, options.CompleteCommands))
            .AddSingleton<MonitoringHistory>()
            .AddSingleton<HeldDataSource>()
            .AddSingleton<SessionsEndpoint>()
            .AddSingleton<QuarantineEndpoint>()
            .AddSingleton(new TargetSummaries(
                OpenLakeAsync, options.Targets, options.Calendar, clock, options.RefreshEvery, options.Snapshots,
                options.CompleteCommands))
            .AddSingleton<ForecastEndpoints>()
            .AddSingleton<WalkForwards>()
            .AddSingleton<TermStructureEndpoint>()
            .AddSingleton<HistoryEndpoint>()
            .AddSingleton<AttributionEndpoint>()
            .AddSingleton<PredictionEndpoints>()
            .AddSingleton<ScenarioEndpoints>()
            .AddSingleton<NewsImpactEndpoint>()
            .AddSingleton<ModelEndpoints>()
            .AddSingleton<WalkForwardEndpoint>()
            .AddSingleton<DataEndpoints>()
            .AddSingleton<ScoringEndpoints>()
            .AddSingleton(services => new TargetsEndpoint(services.GetRequiredService<SnapshotSource>(),
                services.GetRequiredService<TargetSummaries>(), options.Calendar, clock, options, $"{Build}"))
            .AddSingleton(services => new DriftEndpoint(services.GetRequiredService<SnapshotSource>(),
                services.GetRequiredService<MonitoringHistory>(), $"{Build}"))
            .AddSingleton(services => new MonitoringEndpoint(services.GetRequiredService<SnapshotSource>(),
                services.GetRequiredService<MonitoringHistory>(), $"{Build}"))
            // The OpenAPI document reads these options.
            .ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions))
            .AddOpenApi("v1", OpenApiPage.Configure);

        var app = builder.Build();
        app.UseProblemsAndHeaders();
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseLimits();
        Map(app);
        return app;

        Task<DataLake> OpenLakeAsync(CancellationToken stop) =>
            DataLake.OpenAsync(options.Lake, cancellationToken: stop);
    }

    private static void Map(WebApplication app)
    {
        app.MapPrometheus().WithMetadata(new RequiresScope(KeyScope.Admin)); // Listens before the endpoints create ApiMetrics.
        app.Services.GetRequiredService<ForecastEndpoints>().Map(app);
        app.Services.GetRequiredService<TermStructureEndpoint>().Map(app);
        app.Services.GetRequiredService<TargetsEndpoint>().Map(app);
        app.Services.GetRequiredService<HistoryEndpoint>().Map(app);
        app.Services.GetRequiredService<AttributionEndpoint>().Map(app);
        app.Services.GetRequiredService<PredictionEndpoints>().Map(app);
        app.Services.GetRequiredService<ScenarioEndpoints>().Map(app);
        app.Services.GetRequiredService<NewsImpactEndpoint>().Map(app);
        app.Services.GetRequiredService<ModelEndpoints>().Map(app);
        app.Services.GetRequiredService<WalkForwardEndpoint>().Map(app);
        app.Services.GetRequiredService<DataEndpoints>().Map(app);
        app.Services.GetRequiredService<SessionsEndpoint>().Map(app);
        app.Services.GetRequiredService<QuarantineEndpoint>().Map(app);
        app.Services.GetRequiredService<ScoringEndpoints>().Map(app);
        app.Services.GetRequiredService<MonitoringEndpoint>().Map(app);
        app.Services.GetRequiredService<DriftEndpoint>().Map(app);
        ServiceEndpoint.Map(app, Build);
        HealthEndpoints.Map(app);
        AdminEndpoints.Map(app);
        OpenApiPage.Map(app);
    }
}
