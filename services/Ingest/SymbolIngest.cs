using System.Globalization;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Curation;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>Ingest of one symbol: chooses the window, downloads, stores, updates the settled bars, reports.</summary>
internal sealed class SymbolIngest(
    Symbol symbol, DataLake lake, IMarketDataSource source, TradingCalendar calendar, TimeProvider clock)
{
    /// <summary>As a log return: larger than that of the five symbols, or of any broad fund, in any session since
    /// 1990.</summary>
    private const double LargestPlausibleReturn = 0.25;

    /// <summary>As a log change of an implied-volatility index; the largest of VIX was .77 (2018-02-05).</summary>
    private const double LargestPlausibleChange = 1;

    /// <summary>From this many sessions with the same close, a stale feed is likelier than a quiet market.</summary>
    private const int StalePriceSessions = 10;

    /// <summary>The vendor's download or the error, and the earlier content of the lake.</summary>
    public sealed record Attempt(CuratedMarketTable Held, VendorDownload? Answer, MarketDataException? Failure);

    public async Task<Attempt> DownloadAsync(IngestRequest request, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var wanted = request.Lookback?.StartFrom(today);
        var known = await ReadCuratedAsync(stop);
        try
        {
            if (!request.IsLive)
            {
                var file = await ReadToItsEndAsync(request.Lookback, stop);
                return new Attempt(known, CalendarFilter.Apply(file, calendar, today), null);
            }
            var from = DownloadWindow.Start(wanted, known.Session, MissingSessions(known, request), calendar);
            var answer = await source.DownloadAsync(symbol, from, to: null, stop);
            if (from != wanted && !VintageOverlap.Agrees(known, answer.Bars))
                answer = await source.DownloadAsync(symbol, wanted, to: null, stop);
            return new Attempt(known, CalendarFilter.Apply(answer, calendar, today), null);
        }
        catch (MarketDataException failure)
        {
            return new Attempt(known, null, failure);
        }
    }

    /// <summary>The look-back into a file counts from the file's last session.</summary>
    private async Task<VendorDownload> ReadToItsEndAsync(LookbackPeriod? lookback, CancellationToken stop)
    {
        var whole = await source.DownloadAsync(symbol, from: null, to: null, stop);
        return lookback?.StartFrom(whole.Bars.Session[^1]) is { } start
            ? await source.DownloadAsync(symbol, start, to: null, stop)
            : whole;
    }

    public async Task<SymbolReport> StoreAsync(Attempt attempt, IngestRequest request, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(symbol, stop);
        var before = attempt.Held;
        if (attempt.Answer is not { } answer)
        {
            var failure = attempt.Failure!;
            await QuarantineAsync(failure.Rejected, stop);
            var unchanged = Report(before, before, request, failure.Rejected);
            return failure.Kind == MarketDataFailure.NotFound && request.Optional.Contains(symbol)
                ? unchanged with { Absence = failure.Message }
                : unchanged with { Failure = failure.Message };
        }
        await QuarantineAsync(answer.Rejected, stop);
        if (answer.Bars.Count == 0)
            return Report(before, before, request, answer.Rejected) with
            {
                Notes = answer.Notes,
                Failure = $"{symbol}: {source.Name} delivered no valid bar; the rejected rows are in quarantine.",
            };

        if (await RawHistory.ChangedBarsAsync(lake, symbol, answer.Source, answer.Bars, stop) is { } changed)
            await lake.AddDownloadAsync(symbol, answer.Source, answer.RetrievedAt, changed, stop);
        try
        {
            var after = await new CuratedHistory(symbol, lake, calendar).UpdateAsync(stop);
            return Report(before, after, request, answer.Rejected) with
            {
                Notes = [.. answer.Notes, .. OutlierReturns(before, after), .. StalePrices(before, after)],
                HasUnorderedRows = answer.HasUnorderedRows,
            };
        }
        catch (DisconnectedHistoryException gap)
        {
            return Report(before, before, request, answer.Rejected) with
            {
                Notes = answer.Notes,
                Failure = $"{symbol}: {gap.Message}. The download is kept in raw.market. "
                    + "Run ingest with a longer look-back, such as --lookback max.",
            };
        }
    }

    /// <summary>New sessions whose return, or an index's change, is implausibly large; most are errors in the vendor's
    /// data.</summary>
    private IEnumerable<string> OutlierReturns(CuratedMarketTable before, CuratedMarketTable after)
    {
        var (most, what, check) = symbol.IsIndex
            ? (LargestPlausibleChange, "change", "value, which is in points")
            : (LargestPlausibleReturn, "return", "price");
        for (var row = 1; row < after.Count; row++)
        {
            var session = after.Session[row];
            var moved = symbol.IsIndex ? Math.Log(after.Close[row] / after.Close[row - 1]) : after.LogReturn[row];
            if (Math.Abs(moved) > most && Array.BinarySearch(before.Session, session) < 0)
                yield return $"a {what} of {Math.Exp(moved) - 1:+0 %;−0 %} on {session:yyyy-MM-dd}: check the {check}";
        }
    }

    /// <summary>Runs of sessions with the same close that end with a new session; most often the vendor repeats an old
    /// price.</summary>
    private static IEnumerable<string> StalePrices(CuratedMarketTable before, CuratedMarketTable after)
    {
        for (int first = 0, end; first < after.Count; first = end)
        {
            for (end = first + 1; end < after.Count && after.Close[end].Equals(after.Close[first]);)
                end++;
            if (end - first >= StalePriceSessions && Array.BinarySearch(before.Session, after.Session[end - 1]) < 0)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"the same close, {after.Close[first]}, on {end - first} sessions from {after.Session[first]:yyyy-MM-dd} to "
                    + $"{after.Session[end - 1]:yyyy-MM-dd}: check whether the source repeats an old price");
        }
    }

    private async Task<CuratedMarketTable> ReadCuratedAsync(CancellationToken stop)
    {
        var schema = CuratedMarketTable.Schema;
        var frame = await lake.SnapshotAsync(schema, symbol, stop) is null
            ? schema.Empty()
            : await lake.ReadAsync(schema, symbol, cancellationToken: stop);
        return CuratedMarketTable.FromFrame(symbol, frame);
    }

    private async Task QuarantineAsync(IReadOnlyList<RejectedRow> rejected, CancellationToken stop)
    {
        var rows = new ColumnFrame(
            Column.Text("session", [.. rejected.Select(row => row.Session)]),
            Column.Text("row", [.. rejected.Select(row => row.Row)]),
            Column.Text("part", [.. rejected.Select(row => row.Part.ToString().ToLowerInvariant())]));
        var reasons = rejected.Select(row => $"{row.Severity.ToString().ToLowerInvariant()}: {row.Reason}").ToArray();
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
            New = after.Session.Except(before.Session).Count(),
            Revised = CountRevised(before, after),
            Missing = MissingSessions(after, request),
            Quarantined = rejected.Count,
            RefusedRows = refused.Length,
            RefusedReasons = [.. refused.Take(3).Select(row => $"{row.Session} {row.Reason}")],
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

    /// <summary>The calendar's sessions, within the look-back, that the lake lacks: from its first session to the newest settled
    /// one if the source is live, otherwise to its last.</summary>
    private List<DateOnly> MissingSessions(CuratedMarketTable held, IngestRequest request)
    {
        if (held.Count == 0)
            return [];
        var now = clock.GetUtcNow();
        var newest = request.IsLive ? calendar.NewestSettled(now) : held.Session[^1];
        var end = newest > held.Session[^1] ? newest : held.Session[^1];
        var start = request.Lookback?.StartFrom(end) is { } wanted && wanted > held.Session[0] ? wanted : held.Session[0];
        var present = held.Session.ToHashSet();
        return [.. calendar.Sessions(start, end).Where(session => !present.Contains(session))];
    }
}
