using System.Diagnostics.Metrics;
using Prometheus;

namespace Volcast.WebHosting.Telemetry;

/// <summary>The metrics of one host in Prometheus's format. Each host has a registry of its own, which only the instruments of
/// its meter factory reach: two hosts in one process do not write each other's metrics.</summary>
internal sealed class PrometheusMetrics : IDisposable
{
    private readonly IDisposable adapter;
    private readonly MeterListener counters;
    private readonly MetricFactory factory;

    public PrometheusMetrics(IMeterFactory meters)
    {
        factory = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);
        counters = CounterExport.Start(factory, instrument => IsExported(instrument, meters));
        var options = new MeterAdapterOptions
        {
            Registry = Registry,
            MetricFactory = factory,
            InstrumentFilterPredicate = instrument => IsExported(instrument, meters) && !CounterExport.Takes(instrument),
        };
        var otherwise = options.ResolveHistogramBuckets;
        options.ResolveHistogramBuckets = instrument => AdvisedBuckets(instrument) ?? otherwise(instrument);
        adapter = MeterAdapter.StartListening(options);
    }

    /// <summary>What <c>/metrics</c> shows.</summary>
    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    /// <summary>Shows the build of the program as <c>volcast_build_info</c>.</summary>
    public void State(BuildInfo build) =>
        factory.CreateGauge("volcast_build_info", "The version and commit of the running program", "version", "commit")
            .WithLabels(build.Version, build.Commit).Set(1);

    public void Dispose()
    {
        adapter.Dispose();
        counters.Dispose();
    }

    /// <summary>Each further instrument of ASP.NET Core adds to the cost of every request, so only these are exported.</summary>
    private static bool IsExported(Instrument instrument, IMeterFactory meters) =>
        ReferenceEquals(instrument.Meter.Scope, meters)
        && (instrument.Meter.Name is TelemetryExtensions.MeterName or "Microsoft.AspNetCore.Server.Kestrel"
            || instrument.Name == "http.server.request.duration");

    /// <summary>The bounds that the instrument's own library recommends; null if it recommends none.</summary>
    private static double[]? AdvisedBuckets(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } ? [.. bounds] : null;
}
