using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Findings;

/// <summary>Keeps the table <c>findings</c> of one symbol up to date.</summary>
internal static class SymbolFindings
{
    /// <summary>Whether the finding is about the return from one bar to the next.</summary>
    public static bool IsOfStep(FindingKind kind) => kind is FindingKind.EventsDisagree or FindingKind.SplitNotApplied
        or FindingKind.AdjustmentFalls or FindingKind.AdjustmentJumps or FindingKind.ReturnRevised;

    /// <summary>Whether the finding is about the stored bars, whatever the download.</summary>
    public static bool IsOfHistory(FindingKind kind) => kind is FindingKind.ExtremeReturn or FindingKind.ReversedReturn
        or FindingKind.DividendMissing or FindingKind.DividendUnusual;

    /// <summary>Replaces the open findings that were examined again. An accepted finding stays accepted.</summary>
    /// <param name="lake">Open for writing.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="stored">The findings in the lake, with all acceptances; read while the symbol's lease was held.</param>
    /// <param name="isExamined">Whether an open finding was examined again: without a new one it is resolved.</param>
    /// <param name="found">What was found now.</param>
    /// <param name="stop">Stops the commit.</param>
    public static async Task<FindingsTable> UpdateAsync(
        DataLake lake, Symbol symbol, FindingsTable stored, Func<FindingRow, bool> isExamined, IEnumerable<FindingRow> found,
        CancellationToken stop)
    {
        var kept = stored.Rows.Where(row => row.Status == FindingStatus.Accepted || !isExamined(row)).ToArray();
        var added = found.Where(row => !stored.IsAccepted(row.Session, row.Kind)).DistinctBy(row => (row.Session, row.Kind))
            .Where(row => !kept.Any(other => other.Session == row.Session && other.Kind == row.Kind));
        var updated = FindingsTable.Of(symbol, [.. kept, .. added]);
        if (!updated.Rows.SequenceEqual(stored.Rows))
            await lake.CommitAsync(FindingsTable.Schema, symbol, updated.ToFrame(), cancellationToken: stop);
        return updated;
    }
}
