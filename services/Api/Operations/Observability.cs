using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Prometheus;
using Volcast.Hosting.Keys;
using Volcast.Services.Api.Security;

namespace Volcast.Services.Api.Operations;

/// <summary>Logs, metrics and traces.</summary>
internal static class Observability
{
    /// <summary>Where traces go, by OpenTelemetry's own name; they go nowhere while it is not set.</summary>
    private const string TraceEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.Error)
            .AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Services.AddSingleton<ApiMetrics>();
        // Of what ASP.NET Core measures, what an operator asks for: each instrument more costs every request.
        Metrics.ConfigureMeterAdapter(adapter => adapter.InstrumentFilterPredicate = instrument =>
            instrument.Meter.Name is ApiMetrics.MeterName or "Microsoft.AspNetCore.Server.Kestrel"
            || instrument.Name == "http.server.request.duration");
        Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions
        {
            SuppressEventCounters = true,
            SuppressDebugMetrics = true,
        });
        if (Environment.GetEnvironmentVariable(TraceEndpoint) is { Length: > 0 })
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService("volcast-api"))
                .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter());
    }

    public static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<ApiMetrics>();
        // The adapter begins to listen with the first collection; without this one the first requests would not be counted.
        app.Lifetime.ApplicationStarted.Register(() => Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null));
        app.MapMetrics("/metrics").WithMetadata(
            new RequiresScope(KeyScope.Admin), new HttpMethodMetadata([HttpMethods.Get]));
    }
}
