using Scalar.AspNetCore;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Forecasts;
using Volcast.Services.Api.Problems;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api;

/// <summary>Puts the service together.</summary>
internal static class ApiHost
{
    /// <param name="options">How it behaves.</param>
    /// <param name="clock">The present.</param>
    /// <param name="registry">Where the models are.</param>
    public static WebApplication Create(ApiOptions options, TimeProvider clock, IModelRegistry registry)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Address.ToString());
        builder.Services
            .AddSingleton(options)
            .AddSingleton(clock)
            .AddSingleton(registry)
            .AddSingleton(TradingCalendar.Nyse)
            .AddSingleton(services => new SnapshotSource(
                stop => DataLake.OpenLocalAsync(options.LakeFolder, cancellationToken: stop), registry, options.Targets,
                services.GetRequiredService<TradingCalendar>(), clock, services.GetRequiredService<ILogger<SnapshotSource>>()))
            .AddHostedService<SnapshotRefresh>()
            .AddSingleton<ForecastEndpoints>()
            .AddOpenApi("v1", openApi => openApi.AddOperationTransformer(RouteDescriptions.AddParametersAsync));

        var app = builder.Build();
        app.UseProblemAnswers();
        app.Services.GetRequiredService<ForecastEndpoints>().Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs");
        return app;
    }
}
