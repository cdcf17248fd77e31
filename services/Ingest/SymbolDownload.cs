using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Curation;
using Volcast.Services.Ingest.Plausibility;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>The download of one symbol: chooses the source and the window, and compares the result with the next source.</summary>
internal sealed class SymbolDownload(
    Symbol symbol, DataLake lake, IReadOnlyList<IMarketDataSource> sources, TradingCalendar calendar, TimeProvider clock)
{
    /// <summary>The sources by name, the preferred one first.</summary>
    public SourceOrder Order { get; } = new([.. sources.Select(source => source.Name)]);

    /// <summary>Downloads what is new, or the whole look-back. Whatever goes wrong with this symbol is in the result.</summary>
    public async Task<DownloadAttempt> RunAsync(IngestRequest request, CancellationToken stop)
    {
        var known = CuratedMarketTable.FromFrame(symbol, CuratedMarketTable.Schema.Empty());
        try
        {
            var filter = new CalendarFilter(calendar, clock.GetUtcNow());
            known = await ReadCuratedAsync(stop);
            if (!request.IsLive)
            {
                var file = await ReadToItsEndAsync(request.Lookback, stop);
                return new DownloadAttempt(known, filter.Apply(file, isFile: true), IsWhole: true, null);
            }
            return await DownloadInOrderAsync(known, filter, request, stop);
        }
        catch (MarketDataException failure)
        {
            return new DownloadAttempt(known, null, IsWhole: false, failure);
        }
        catch (Exception fault) when (IsOfOneSymbol(fault))
        {
            return new DownloadAttempt(known, null, IsWhole: false, null) { Fault = fault.Message };
        }
    }

    /// <summary>Asks one source after the other until one delivers, and compares its bars with those of the next.</summary>
    private async Task<DownloadAttempt> DownloadInOrderAsync(
        CuratedMarketTable known, CalendarFilter filter, IngestRequest request, CancellationToken stop)
    {
        var vintages = new VintageSources(
            Order.Names.Count > 1 ? await lake.DownloadsAsync(symbol, cancellationToken: stop) : [], Order);
        var refusals = new List<(string Source, MarketDataException Failure)>();
        foreach (var source in sources)
        {
            try
            {
                var attempt = await DownloadFromAsync(source, known, vintages, filter, request, stop);
                var others = sources.SkipWhile(other => other != source).Skip(1).ToArray();
                return attempt with
                {
                    Answer = SourceRefusals.NoteIn(attempt.Answer!, refusals),
                    Comparison = await SourceComparison.AskAsync(attempt.Answer!, others, filter, stop),
                };
            }
            catch (MarketDataException failure)
            {
                refusals.Add((source.Name, failure));
            }
        }
        throw SourceRefusals.Together(symbol, refusals);
    }

    private async Task<DownloadAttempt> DownloadFromAsync(
        IMarketDataSource source, CuratedMarketTable known, VintageSources vintages, CalendarFilter filter, IngestRequest request,
        CancellationToken stop)
    {
        var wanted = Wanted(request);
        // A source replaces the bars of the sources after it in the order, so these do not count as known.
        DateOnly[] own = [.. known.Session.Where((_, row) => !vintages.SourcePrefers(source.Name, known.Vintage[row]))];
        // A restated past, or one of another source, is downloaded to the first stored bar, so that all prices belong to one
        // vintage.
        var whole = known.Count > 0 && wanted > known.Session[0] ? known.Session[0] : wanted;
        var from = known.Count > 0 && own.Length == 0
            ? whole
            : DownloadWindow.Start(wanted, own, MissingSessions(known, request), calendar);
        var answer = await source.DownloadAsync(symbol, from, to: null, stop);
        if (known.Count > 0 && from is not null && from != whole && !VintageOverlap.Agrees(known, answer.Bars))
            (from, answer) = (whole, await source.DownloadAsync(symbol, whole, to: null, stop));
        return new DownloadAttempt(known, filter.Apply(answer, isFile: false), IsWhole: from is null || from <= wanted, null);
    }

    /// <summary>Whether a fault concerns the data of one symbol, so that the others can go on.</summary>
    public static bool IsOfOneSymbol(Exception fault) =>
        fault is LakeException or SchemaException or IOException or UnauthorizedAccessException;

    /// <summary>The look-back into a file counts from the file's last session up to today; rows of later days are
    /// mistakes.</summary>
    private async Task<VendorDownload> ReadToItsEndAsync(LookbackPeriod? lookback, CancellationToken stop)
    {
        var file = sources[0];
        var whole = await file.DownloadAsync(symbol, from: null, to: null, stop);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var end = whole.Bars.Session.LastOrDefault(session => session <= today, whole.Bars.Session[^1]);
        return lookback?.StartFrom(end) is { } start
            ? await file.DownloadAsync(symbol, start, to: null, stop)
            : whole;
    }

    /// <summary>The first day of the look-back; null for the whole history.</summary>
    public DateOnly? Wanted(IngestRequest request) =>
        request.Lookback?.StartFrom(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));

    private async Task<CuratedMarketTable> ReadCuratedAsync(CancellationToken stop) => CuratedMarketTable.FromFrame(
        symbol, await lake.ReadOrEmptyAsync(CuratedMarketTable.Schema, symbol, cancellationToken: stop));

    /// <summary>The calendar's sessions, within the look-back, that the lake lacks: from its first session to the newest settled
    /// one if the source is live, otherwise to its last.</summary>
    public List<DateOnly> MissingSessions(CuratedMarketTable held, IngestRequest request)
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
