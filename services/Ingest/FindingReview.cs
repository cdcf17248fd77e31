using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Curation;
using Volcast.Services.Ingest.Findings;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>A person's review of findings: an accepted one is not reported again, and the vendor's numbers are used as they
/// are.</summary>
/// <param name="lake">Open for writing.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="order">The sources as ingest uses them: their order decides which bars are measured.</param>
public sealed class FindingReview(DataLake lake, TradingCalendar calendar, SourceOrder order)
{
    /// <summary>Accepts the open findings of a symbol from one session to another, both included, and measures the returns
    /// concerned again. Rows that were withheld are stored by the next ingest.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="from">The first session.</param>
    /// <param name="through">The last session.</param>
    /// <param name="reason">Why the numbers are right, in one line.</param>
    /// <param name="acceptedBy">The person or service.</param>
    /// <param name="stop">Stops before the commit.</param>
    /// <returns>The accepted findings.</returns>
    /// <exception cref="IngestException">There is no open finding in this span; the message names those of the
    /// symbol.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public async Task<IReadOnlyList<FindingRow>> AcceptAsync(
        Symbol symbol, DateOnly from, DateOnly through, string reason, string acceptedBy, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(symbol, stop);
        var known = await FindingsTable.ReadAsync(lake, symbol, stop);
        var open = known.Rows.Where(row => row.Status == FindingStatus.Open).ToArray();
        var accepted = open.Where(row => row.Session >= from && row.Session <= through)
            .Select(row => row with { Status = FindingStatus.Accepted, Reason = reason, AcceptedBy = acceptedBy }).ToArray();
        if (accepted.Length == 0)
            throw new IngestException(
                $"{symbol} has no open finding from {from:yyyy-MM-dd} to {through:yyyy-MM-dd}. "
                + (open.Length == 0 ? "It has no open finding at all." : $"Its open findings are on {Days(open)}."));
        var others = known.Rows.Except(open.Where(row => row.Session >= from && row.Session <= through));
        var updated = FindingsTable.Of(symbol, [.. others, .. accepted]);
        await lake.CommitAsync(FindingsTable.Schema, symbol, updated.ToFrame(), cancellationToken: stop);
        if (accepted.Any(row => SymbolFindings.IsOfStep(row.Kind)))
            await new CuratedHistory(symbol, lake, calendar, updated, order).UpdateAsync(stop);
        return accepted;
    }

    private static string Days(FindingRow[] findings)
    {
        const int shown = 5;
        var days = findings.Select(row => $"{row.Session:yyyy-MM-dd}").Distinct().ToArray();
        return string.Join(", ", days.Take(shown))
            + (days.Length > shown ? $" and {Counted.Of(days.Length - shown, "more day")}" : "");
    }
}
