using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Prometheus;

namespace Volcast.WebHosting.Telemetry;

/// <summary>Logs, metrics and traces of a web host.</summary>
public static class TelemetryExtensions
{
    /// <summary>The meter under which a service registers its own instruments. <c>/metrics</c> exports these, Kestrel's and the
    /// duration of requests.</summary>
    public const string MeterName = "Volcast";

    /// <summary>OpenTelemetry's own variable for the address that receives traces; without it there are no traces.</summary>
    private const string TraceEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    internal static void AddTelemetry(this WebApplicationBuilder builder, string serviceName)
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
        builder.Services.AddSingleton<PrometheusMetrics>();
        if (Environment.GetEnvironmentVariable(TraceEndpoint) is { Length: > 0 })
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService(serviceName))
                .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter());
    }

    /// <summary>Maps <c>GET /metrics</c> in Prometheus's format. The metric <c>volcast_build_info</c> has the value 1 and states
    /// the build of the program in its labels. Call it before the service creates its instruments: what they measure earlier is
    /// lost.</summary>
    public static IEndpointConventionBuilder MapPrometheus(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<PrometheusMetrics>();
        metrics.State(BuildInfo.Of(app.Services.GetRequiredService<WebHostingOptions>().Program));
        return app.MapMetrics(settings => settings.Registry = metrics.Registry, "/metrics")
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
    }
}
