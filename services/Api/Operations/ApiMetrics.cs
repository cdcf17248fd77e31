using System.Diagnostics.Metrics;
using Volcast.Market;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Telemetry;

namespace Volcast.Services.Api.Operations;

/// <summary>The service's own instruments. docs/api.md lists names and units, and docs/monitoring.md those
/// of monitoring.</summary>
internal sealed class ApiMetrics : IDisposable
{
    private readonly Meter meter;

    public ApiMetrics(
        IMeterFactory meters, SnapshotSource source, TradingCalendar calendar, TimeProvider clock, ApiOptions options)
    {
        meter = meters.Create(TelemetryExtensions.MeterName);
        meter.CreateObservableGauge("snapshot.age", () => Each(source, one =>
            (clock.GetUtcNow() - one.ConfirmedAt).TotalSeconds), "s", "Time since the last successful refresh");
        meter.CreateObservableGauge("snapshot.sessions_behind", () => Each(source, one =>
            one.Snapshot!.SessionsBehind), "{session}", "Settled sessions that the lake does not hold yet");
        meter.CreateObservableGauge("snapshot.degraded", () => Each(source, one =>
            one.IsDegraded(options.MaximumAge) ? 1 : 0), "1", "1 while the series cannot be refreshed or is too old");
        meter.CreateObservableGauge("forecast.volatility", () => Each(source, one =>
            one.Snapshot!.Newest.Row.Volatility), "1", "The newest forecast, annualised, decimal");
        MonitoringMetrics.Create(meter, source, calendar, clock);
        Predictions = meter.CreateCounter<long>("predictions", "{row}", "Rows of features forecast on request");
        Predictions.Add(0); // A counter that appears with its first increase loses this increase in rate().
    }

    /// <summary>Rows forecast on request.</summary>
    public Counter<long> Predictions { get; }

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<double>> Each(SnapshotSource source, Func<ServedSeries, double> of) =>
        source.Loaded.Where(known => known.Value.Snapshot is not null).Select(known => new Measurement<double>(
            of(known.Value), new("symbol", known.Key.Symbol.Value),
            new KeyValuePair<string, object?>("horizon", known.Key.Horizon)));
}
