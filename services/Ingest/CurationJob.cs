using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Curation;
using Volcast.Services.Ingest.Findings;
using Volcast.Services.Ingest.Plausibility;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>Makes the settled bars of a symbol, and the findings about them, from the downloads that a lake holds. It downloads
/// nothing: it is the part of <see cref="IngestJob"/> that follows a download.</summary>
/// <param name="lake">Open for writing.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="order">The sources as ingest uses them: their order decides which bars are measured.</param>
public sealed class CurationJob(DataLake lake, TradingCalendar calendar, SourceOrder order)
{
    /// <exception cref="LakeException">A download is missing or damaged.</exception>
    /// <exception cref="IngestException">Two downloads share no session and none connects them.</exception>
    public async Task RunAsync(Symbol symbol, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(symbol, stop);
        var history = new CuratedHistory(
            symbol, lake, calendar, await FindingsTable.ReadAsync(lake, symbol, stop), order);
        try
        {
            var bars = await history.UpdateAsync(stop);
            await SymbolFindings.UpdateAsync(
                lake, symbol, history.Findings, row => SymbolFindings.IsOfHistory(row.Kind),
                HistoryChecks.Of(bars, calendar, history.Findings), stop);
        }
        catch (DisconnectedHistoryException gap)
        {
            throw new IngestException($"{symbol}: {gap.Message}.");
        }
    }
}
