using Volcast.ApiContract.Data;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Schemas;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Data;

/// <summary><c>/v1/sessions</c>: the calendar of a year with what the lake holds of each session.</summary>
internal sealed class SessionsEndpoint(
    SnapshotSource source, HeldDataSource data, TradingCalendar calendar, LakeRequests requests)
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/sessions", (Delegate)GetAsync).WithName("getSessions").WithTags("Data")
        .Describe<SessionsDocument>(
            "The sessions of a year by symbol: held or missing, revised, with refused rows, with findings", ApiParameter.Year);

    private async Task<IResult> GetAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "year");
        var held = await data.GetAsync(query.Series, context.RequestAborted);
        var (first, last) = (TradingCalendar.FirstDay.Year, held.NewestSettled.Year);
        var year = query.Whole("year", first, last) ?? last;
        var series = await requests.ReadAsync(async lake =>
        {
            var documents = new List<SeriesSessionsDocument>();
            foreach (var one in held.Series)
                documents.Add(await SeriesAsync(lake, one.Bars, year, held.NewestSettled, context.RequestAborted));
            return documents;
        }, context.RequestAborted);
        return Results.Json(
            new SessionsDocument(held.Target.Value, held.DataKind.Name(), year, held.NewestSettled, series),
            ApiJson.Contract.SessionsDocument);
    }

    private async Task<SeriesSessionsDocument> SeriesAsync(
        DataLake lake, CuratedMarketTable bars, int year, DateOnly newestSettled, CancellationToken stop)
    {
        var late = await LateBars.ReadAsync(lake, bars, calendar, stop);
        var findings = (await FindingsTable.ReadAsync(lake, bars.Symbol, stop)).Rows.ToLookup(row => row.Session);
        var quarantined = (await QuarantinedRows.ReadAsync(lake, [bars.Symbol], stop)).ToLookup(row => row.Session);
        var (from, to) = (Later(new(year, 1, 1), bars.Session[0]), Earlier(new(year, 12, 31), newestSettled));
        return new(bars.Symbol.Value, bars.Session[0], bars.Session[^1],
        [
            .. (from > to ? [] : calendar.Sessions(from, to)).Select(session =>
            {
                var row = Array.BinarySearch(bars.Session, session);
                return new SessionStateDocument(session, row >= 0, row >= 0 ? late.At(row) : null,
                    quarantined[session].Count(row => !row.IsHarmless), quarantined[session].Count(row => row.IsHarmless),
                    [.. findings[session].Select(finding => StoredName.Of(finding.Kind))]);
            }),
        ]);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
