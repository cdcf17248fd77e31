using System.Diagnostics.Metrics;
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

    /// <summary>Like the registry of Prometheus's metrics, it lives as long as the process.</summary>
    private static readonly Lazy<MeterListener> Counters = new(() => CounterExport.Start(IsExported));

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
        _ = Counters.Value;
        Metrics.ConfigureMeterAdapter(adapter =>
        {
            adapter.InstrumentFilterPredicate = instrument => IsExported(instrument) && !CounterExport.Takes(instrument);
            var otherwise = adapter.ResolveHistogramBuckets;
            adapter.ResolveHistogramBuckets = instrument => AdvisedBuckets(instrument) ?? otherwise(instrument);
        });
        Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions
        {
            SuppressEventCounters = true,
            SuppressDebugMetrics = true,
        });
        if (Environment.GetEnvironmentVariable(TraceEndpoint) is { Length: > 0 })
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService(serviceName))
                .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter());
    }

    /// <summary>Each further instrument of ASP.NET Core adds to the cost of every request, so only these are exported.</summary>
    private static bool IsExported(Instrument instrument) =>
        instrument.Meter.Name is MeterName or "Microsoft.AspNetCore.Server.Kestrel"
        || instrument.Name == "http.server.request.duration";

    /// <summary>The bounds that the instrument's own library recommends; null if it recommends none.</summary>
    private static double[]? AdvisedBuckets(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } ? [.. bounds] : null;

    /// <summary>Maps <c>GET /metrics</c> in Prometheus's format. The metric <c>volcast_build_info</c> has the value 1 and states
    /// the build of the program in its labels.</summary>
    public static IEndpointConventionBuilder MapPrometheus(this WebApplication app)
    {
        var build = BuildInfo.Of(app.Services.GetRequiredService<WebHostingOptions>().Program);
        Metrics.CreateGauge("volcast_build_info", "The version and commit of the running program", "version", "commit")
            .WithLabels(build.Version, build.Commit).Set(1);
        // The meter adapter starts to listen at the first collection; without this one it would miss the first requests.
        app.Lifetime.ApplicationStarted.Register(() => Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null));
        return app.MapMetrics("/metrics").WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
    }
}
