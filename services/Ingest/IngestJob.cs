using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>
/// Brings a vendor's bars into the lake: downloads to <c>raw.market</c>, refused rows to <c>quarantine</c>, settled bars
/// to <c>curated.market</c>. Each symbol is committed by itself; one that fails leaves the others whole and is tried
/// again by the next run.
/// </summary>
public sealed class IngestJob(DataLake lake, IMarketDataSource source, TradingCalendar calendar, TimeProvider clock)
{
    /// <summary>Downloads all symbols at once, as far as the source allows, and stores them one after the other.</summary>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public async Task<IngestReport> RunAsync(IngestRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var step = $"ingest from {source.Name}, symbols";
        progress?.Report(new JobProgress(step, 0, request.Symbols.Count));
        using var others = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ingests = request.Symbols.Select(symbol => new SymbolIngest(symbol, lake, source, calendar, clock)).ToArray();
        var downloads = ingests.Select(ingest => ingest.DownloadAsync(request, others.Token)).ToArray();
        var reports = new List<SymbolReport>();
        try
        {
            for (var i = 0; i < ingests.Length; i++)
            {
                reports.Add(await ingests[i].StoreAsync(await downloads[i], request, stop));
                progress?.Report(new JobProgress(step, i + 1, ingests.Length));
            }
        }
        finally
        {
            await others.CancelAsync();
            await Task.WhenAll(downloads).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        return new IngestReport(reports);
    }
}
