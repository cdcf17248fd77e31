using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Prometheus;

namespace Volcast.WebHosting.Telemetry;

/// <summary>Exports .NET counters as Prometheus counters, whose names end with <c>_total</c>. Prometheus-net's adapter exports
/// them as gauges, for which <c>rate()</c> takes no account of a restart.</summary>
internal static class CounterExport
{
    /// <summary>Whether this class exports the instrument, and the adapter must not.</summary>
    public static bool Takes(Instrument instrument) => instrument is Counter<long>;

    /// <summary>Starts to export.</summary>
    /// <param name="metrics">Creates the metrics of Prometheus.</param>
    /// <param name="isExported">Chooses among the counters.</param>
    public static MeterListener Start(IMetricFactory metrics, Func<Instrument, bool> isExported)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (Takes(instrument) && isExported(instrument))
                    self.EnableMeasurementEvents(instrument, new ExportedCounter(metrics, instrument));
            },
        };
        listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, counter) => ((ExportedCounter)counter!).Add(value, tags));
        listener.Start();
        return listener;
    }

    private sealed class ExportedCounter(IMetricFactory metrics, Instrument instrument)
    {
        private readonly string name = Identifier($"{instrument.Meter.Name}_{instrument.Name}_total");
        private readonly string help = instrument.Description ?? "";
        private Prometheus.Counter? plain;

        /// <summary>The names of the tags → the counter with these labels.</summary>
        private readonly ConcurrentDictionary<string, Prometheus.Counter> labelled = [];

        public void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.IsEmpty)
            {
                (plain ??= metrics.CreateCounter(name, help)).Inc(value);
                return;
            }
            var sorted = tags.ToArray();
            Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            var names = Array.ConvertAll(sorted, static tag => Identifier(tag.Key));
            labelled.GetOrAdd(string.Join(',', names), _ => metrics.CreateCounter(name, help, names))
                .WithLabels(Array.ConvertAll(sorted, static tag => $"{tag.Value}")).Inc(value);
        }
    }

    private static string Identifier(string text) =>
        string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_'));
}
