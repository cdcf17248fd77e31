using System.Text;
using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Findings;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Curation;

/// <summary>Updates <c>curated.market</c> of one symbol from its downloads.</summary>
/// <param name="symbol">The symbol.</param>
/// <param name="lake">Open for writing.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="findings">What the lake holds about the symbol's data; what a person has accepted is used as it is.</param>
/// <param name="order">The preferred source comes first.</param>
internal sealed class CuratedHistory(
    Symbol symbol, DataLake lake, TradingCalendar calendar, FindingsTable findings, SourceOrder order)
{

    /// <summary>What is known about the symbol's data, including what <see cref="UpdateAsync"/> found.</summary>
    public FindingsTable Findings { get; private set; } = findings;

    /// <summary>Applies the downloads that the table does not contain yet, records the contradictions in them, and commits the
    /// bars. The findings are committed first, so that no doubtful bar is stored without its finding.</summary>
    /// <exception cref="LakeException">A download from which stored bars were made is missing.</exception>
    /// <exception cref="DisconnectedHistoryException">A download shares no session with earlier ones, and no later one closes
    /// the gap; nothing is committed.</exception>
    public async Task<CuratedMarketTable> UpdateAsync(CancellationToken stop)
    {
        var downloads = await lake.DownloadsAsync(symbol, cancellationToken: stop);
        var suppliers = new VintageSources(downloads, order);
        var curator = new Curator(symbol, calendar, Findings, suppliers.Order is null ? null : suppliers.Prefers);
        var table = CuratedMarketTable.FromFrame(symbol, CuratedMarketTable.Schema.Empty());
        var folded = 0;
        if (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop) is not null)
        {
            var (frame, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken: stop);
            folded = FoldedCount(downloads, manifest, StartOf(suppliers));
            // Without the download that its bars came from, a new table would silently lose them.
            if (folded == 0 && LostDownloads.Find(symbol, frame, manifest, downloads.Select(d => d.Vintage)) is [var lost, ..])
                throw new LakeException(lost);
            if (folded > 0)
                table = CuratedMarketTable.FromFrame(symbol, frame);
        }
        if (folded == downloads.Count)
            return table;
        table = await FoldAsync(curator, table, downloads.Skip(folded), stop);
        Findings = await SymbolFindings.UpdateAsync(
            lake, symbol, Findings,
            row => SymbolFindings.IsOfStep(row.Kind) && (folded == 0 || curator.Steps.ContainsKey(row.Session)),
            curator.Steps.Values.OfType<FindingRow>(), stop);
        var inputs = new Dictionary<string, string> { [RawMarketTable.Schema.Name] = Chain(downloads, StartOf(suppliers)) };
        await lake.CommitAsync(CuratedMarketTable.Schema, symbol, table.ToFrame(), inputs, cancellationToken: stop);
        return table;
    }

    /// <summary>Applies one download after the other. One that cannot be connected yet waits for the next, which may close the
    /// gap.</summary>
    private async Task<CuratedMarketTable> FoldAsync(
        Curator curator, CuratedMarketTable table, IEnumerable<Download> downloads, CancellationToken stop)
    {
        var waiting = new List<(DailyBars Bars, string Vintage)>();
        DisconnectedHistoryException? gap = null;
        foreach (var download in downloads)
        {
            waiting.Add(((await lake.ReadDownloadAsync(download, stop)).Bars, download.Vintage));
            try
            {
                table = curator.Fold(table, [.. waiting]);
                waiting.Clear();
            }
            catch (DisconnectedHistoryException disconnected)
            {
                gap = disconnected;
            }
        }
        return waiting.Count == 0 ? table : throw gap!;
    }

    /// <summary>How many of the downloads, oldest first, the committed table contains; 0 if it was made from others, for
    /// example because an older download was added later, because a person has accepted a finding since, or because the order of
    /// the sources has changed.</summary>
    private static int FoldedCount(IReadOnlyList<Download> downloads, Manifest manifest, string start)
    {
        var committed = manifest.Inputs.GetValueOrDefault(RawMarketTable.Schema.Name);
        var chain = start;
        for (var i = 0; i < downloads.Count; i++)
        {
            chain = Link(chain, downloads[i]);
            if (chain == committed)
                return i + 1;
        }
        return 0;
    }

    private static string Chain(IReadOnlyList<Download> downloads, string start) => downloads.Aggregate(start, Link);

    /// <summary>The chain before the first download: the acceptances and the order of several sources, since both change
    /// returns; empty without both.</summary>
    private string StartOf(VintageSources suppliers) => string.Join(
        '\n', Findings.Rows.Where(row => row.Status == FindingStatus.Accepted && SymbolFindings.IsOfStep(row.Kind))
            .Select(row => $"{row.Session:yyyy-MM-dd} {row.Kind}").Concat(suppliers.Order is { } text ? [text] : []));

    private static string Link(string chain, Download download) =>
        Digest.Of(Encoding.UTF8.GetBytes($"{chain}\n{download.Vintage} {download.Source}"));
}
