using System.Globalization;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Curation;
using Volcast.Services.Ingest.Findings;
using Volcast.Services.Ingest.Plausibility;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>Ingest of one symbol: downloads, checks, stores, updates the settled bars, reports.</summary>
internal sealed class SymbolIngest(
    Symbol symbol, DataLake lake, IReadOnlyList<IMarketDataSource> sources, TradingCalendar calendar, TimeProvider clock,
    SameSeries series, VixUnits units)
{
    /// <summary>From this many sessions with the same close, a stale feed is likelier than a quiet market.</summary>
    private const int StalePriceSessions = 10;

    private readonly SymbolDownload download = new(symbol, lake, sources, calendar, clock);

    /// <inheritdoc cref="SymbolDownload.RunAsync"/>
    public Task<DownloadAttempt> DownloadAsync(IngestRequest request, CancellationToken stop) => download.RunAsync(request, stop);

    /// <summary>Stores the download. Whatever goes wrong with this symbol is in its report and stops no other symbol.</summary>
    public async Task<SymbolReport> StoreAsync(DownloadAttempt attempt, IngestRequest request, CancellationToken stop)
    {
        if (attempt.Fault is { } unreadable)
            return new SymbolReport(symbol) { Failure = $"{symbol}: {unreadable}" };
        try
        {
            await using var lease = await lake.LeaseAsync(symbol, stop);
            return attempt.Answer is { } answer
                ? await StoreAsync(attempt, answer, request, stop)
                : await ReportFailureAsync(attempt.Held, attempt.Failure!, request, stop);
        }
        catch (Exception fault) when (SymbolDownload.IsOfOneSymbol(fault))
        {
            return new SymbolReport(symbol) { Failure = $"{symbol}: {fault.Message}" };
        }
    }

    private async Task<SymbolReport> ReportFailureAsync(
        CuratedMarketTable held, MarketDataException failure, IngestRequest request, CancellationToken stop)
    {
        await QuarantineAsync(failure.Rejected, stop);
        var unchanged = Report(held, held, request, failure.Rejected) with { Findings = Open(await KnownAsync(stop)) };
        return IsAbsence(failure, request)
            ? unchanged with { Absence = failure.Message }
            : unchanged with { Failure = failure.Message };
    }

    /// <summary>Whether the source lacks a symbol that it may lack. An index that has ended has no bar in a window after its end,
    /// so an empty window is an absence of a replaceable one.</summary>
    private bool IsAbsence(MarketDataException failure, IngestRequest request) => failure.Kind switch
    {
        MarketDataFailure.NotFound => request.Optional.Contains(symbol),
        MarketDataFailure.NoData => request.Replaceable.Contains(symbol) && failure.Rejected.Count == 0,
        _ => false,
    };

    private async Task<SymbolReport> StoreAsync(
        DownloadAttempt attempt, VendorDownload answer, IngestRequest request, CancellationToken stop)
    {
        var before = attempt.Held;
        await QuarantineAsync(answer.Rejected, stop);
        if (answer.Bars.Count == 0)
            return Report(before, before, request, answer.Rejected) with
            {
                Notes = answer.Notes,
                Failure = $"{symbol}: {answer.Source} delivered no valid bar"
                    + (answer.Rejected.Count > 0 ? "; the rejected rows are in quarantine." : "."),
            };

        var known = await KnownAsync(stop);
        var (review, found) = Review(attempt, answer, request, known);
        await QuarantineAsync(review.Withheld, stop);
        var notes = answer.Notes.Concat(attempt.Comparison?.Notes ?? []).ToList();
        if (review.Answer.Bars.Count > 0)
            await AddDownloadAsync(review.Answer, notes, stop);
        try
        {
            var history = new CuratedHistory(symbol, lake, calendar, known, download.Order);
            var after = await history.UpdateAsync(stop);
            found.AddRange(HistoryChecks.Of(after, calendar, history.Findings));
            found.AddRange(attempt.Comparison?.Findings ?? []);
            var findings = await SymbolFindings.UpdateAsync(
                lake, symbol, history.Findings,
                row => SymbolFindings.IsOfHistory(row.Kind) || review.Examines(row) || attempt.Comparison?.Examines(row) == true
                    || (row.Kind is FindingKind.ShortHistory or FindingKind.NoRange && attempt.IsWhole && review.Examined is not null),
                found, stop);
            return Report(before, after, request, answer.Rejected) with
            {
                Source = answer.Source,
                Notes = [.. notes, .. StalePrices(before, after)],
                HasUnorderedRows = answer.HasUnorderedRows,
                Findings = Open(findings),
            };
        }
        catch (DisconnectedHistoryException gap)
        {
            return Report(before, before, request, answer.Rejected) with
            {
                Notes = notes,
                Failure = $"{symbol}: {gap.Message}. The download is kept in raw.market. "
                    + "Run ingest with a longer look-back, such as --lookback max.",
            };
        }
    }

    /// <summary>Checks a download. The whole of it is withheld if it holds another series.</summary>
    private (DownloadReview Review, List<FindingRow> Found) Review(
        DownloadAttempt attempt, VendorDownload answer, IngestRequest request, FindingsTable known)
    {
        if ((series.Find(answer) ?? SeriesChecks.Replaced(answer.Bars, attempt.Held)) is { } same
            && !known.IsAccepted(same.Session, same.Kind))
            return (DownloadReview.WholeWithheld(answer, same), [same]);
        var review = DownloadReview.Of(answer, attempt.Held, known);
        return (review,
        [
            .. review.Findings,
            .. HistoryChecks.Currency(answer),
            .. units.Find(answer) is { } level && !known.IsAccepted(level.Session, level.Kind) ? (FindingRow[])[level] : [],
            .. attempt.IsWhole ? HistoryChecks.Start(answer, download.Wanted(request), attempt.Held) : [],
            .. attempt.IsWhole ? RepetitionChecks.NoRange(answer) : [],
        ]);
    }

    /// <summary>Stores what is new in a download, as the newest one: what was ingested last wins, whatever the clocks
    /// said.</summary>
    private async Task AddDownloadAsync(VendorDownload answer, List<string> notes, CancellationToken stop)
    {
        if (await RawHistory.ChangedBarsAsync(lake, symbol, answer.Source, answer.Bars, stop) is not { } changed)
            return;
        if (await lake.DownloadsAsync(symbol, cancellationToken: stop) is [.., var newest] && newest.RetrievedAt
            > clock.GetUtcNow())
            notes.Add(
                $"the lake holds a download dated {newest.RetrievedAt:yyyy-MM-dd HH:mm} UTC, which is after this run: the clock "
                + "was ahead then, or is behind now. The present download counts as the newer one");
        await lake.AddDownloadAsync(symbol, answer.Source, answer.RetrievedAt, changed, stop);
    }

    private Task<FindingsTable> KnownAsync(CancellationToken stop) => FindingsTable.ReadAsync(lake, symbol, stop);

    private static IReadOnlyList<FindingRow> Open(FindingsTable findings) =>
        [.. findings.Rows.Where(row => row.Status == FindingStatus.Open)];

    /// <summary>Runs of sessions with the same close of which a bar is new or restated; most often the vendor repeats an old
    /// price.</summary>
    private static IEnumerable<string> StalePrices(CuratedMarketTable before, CuratedMarketTable after)
    {
        for (int first = 0, end; first < after.Count; first = end)
        {
            for (end = first + 1; end < after.Count && after.Close[end].Equals(after.Close[first]);)
                end++;
            if (end - first >= StalePriceSessions && Enumerable.Range(first, end - first).Any(IsNews))
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"the same close, {after.Close[first]}, on {end - first} sessions from {after.Session[first]:yyyy-MM-dd} to "
                    + $"{after.Session[end - 1]:yyyy-MM-dd}: check whether the source repeats an old price");
        }

        bool IsNews(int row) => Array.BinarySearch(before.Session, after.Session[row]) is var at
            && (at < 0 || !before.Close[at].Equals(after.Close[row]));
    }

    private async Task QuarantineAsync(IReadOnlyList<RejectedRow> rejected, CancellationToken stop)
    {
        var rows = new ColumnFrame(
            Column.Text("session", [.. rejected.Select(row => row.Session)]),
            Column.Text("row", [.. rejected.Select(row => row.Row)]),
            Column.Text("part", [.. rejected.Select(row => row.Part.ToString().ToLowerInvariant())]));
        var reasons = rejected.Select(row => QuarantineTable.ReasonOf(row.Severity, row.Reason)).ToArray();
        await lake.QuarantineAsync(RawMarketTable.Schema, symbol, rows, reasons, stop);
    }

    private SymbolReport Report(
        CuratedMarketTable before, CuratedMarketTable after, IngestRequest request, IReadOnlyList<RejectedRow> rejected)
    {
        var refused = rejected.Where(row => row.Severity == Severity.Error).ToArray();
        return new SymbolReport(symbol)
        {
            Rows = after.Count,
            FirstSession = after.Count > 0 ? after.Session[0] : null,
            LastSession = after.Count > 0 ? after.Session[^1] : null,
            SessionsBehind = after.Count == 0
                ? 0
                : calendar.Count(after.Session[^1].AddDays(1), calendar.NewestSettled(clock.GetUtcNow())),
            New = after.Session.Except(before.Session).Count(),
            Revised = CountRevised(before, after),
            Missing = download.MissingSessions(after, request),
            Quarantined = rejected.Count,
            RefusedRows = refused.Length,
            RefusedReasons = [.. refused.Take(3).Select(row => $"{row.Session} {row.Reason}")],
            IsReplaceable = request.Replaceable.Contains(symbol),
        };
    }

    private static int CountRevised(CuratedMarketTable before, CuratedMarketTable after)
    {
        var revised = 0;
        for (int i = 0, j = 0; i < before.Count && j < after.Count;)
        {
            if (before.Session[i] != after.Session[j])
            {
                _ = before.Session[i] < after.Session[j] ? i++ : j++;
                continue;
            }
            if (!before.Open[i].Equals(after.Open[j]) || !before.High[i].Equals(after.High[j])
                || !before.Low[i].Equals(after.Low[j]) || !before.Close[i].Equals(after.Close[j])
                || before.Volume[i] != after.Volume[j]
                || !before.Dividend[i].Equals(after.Dividend[j]) || !before.SplitRatio[i].Equals(after.SplitRatio[j]))
                revised++;
            i++;
            j++;
        }
        return revised;
    }
}
