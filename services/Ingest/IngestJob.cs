using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Ingest.Plausibility;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>
/// Stores a vendor's bars in the lake: downloads in <c>raw.market</c>, rejected rows in <c>quarantine</c>, settled bars in
/// <c>curated.market</c>. Each symbol is committed separately. If one fails, the others are complete, and the next run tries it
/// again.
/// </summary>
/// <param name="lake">Open for writing.</param>
/// <param name="sources">At least one. For each symbol, the first that delivers it is used.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present.</param>
public sealed class IngestJob(
    DataLake lake, IReadOnlyList<IMarketDataSource> sources, TradingCalendar calendar, TimeProvider clock)
{
    /// <summary>Downloads that may wait to be stored: enough to keep a vendor busy, few enough for a list of thousands of
    /// symbols.</summary>
    private const int Ahead = 8;

    /// <summary>Downloads a few symbols concurrently, as far as the source allows, and stores them one after the other.</summary>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public async Task<IngestReport> RunAsync(IngestRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var step = $"ingest from {string.Join(", ", sources.Select(source => source.Name))}, symbols";
        progress?.Report(new JobProgress(step, 0, request.Symbols.Count));
        using var others = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var started = new Queue<(SymbolIngest Ingest, Task<DownloadAttempt> Download)>();
        var reports = new List<SymbolReport>();
        var (series, units) = (new SameSeries(), new VixUnits());
        try
        {
            foreach (var symbol in request.Symbols)
            {
                var ingest = new SymbolIngest(symbol, lake, sources, calendar, clock, series, units);
                started.Enqueue((ingest, ingest.DownloadAsync(request, others.Token)));
                if (started.Count == Ahead)
                    await StoreNextAsync();
            }
            while (started.Count > 0)
                await StoreNextAsync();
        }
        finally
        {
            await others.CancelAsync();
            await Task.WhenAll(started.Select(Task (one) => one.Download)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return new IngestReport(reports);

        async Task StoreNextAsync()
        {
            var (ingest, download) = started.Dequeue();
            reports.Add(await ingest.StoreAsync(await download, request, stop));
            progress?.Report(new JobProgress(step, reports.Count, request.Symbols.Count));
        }
    }
}
