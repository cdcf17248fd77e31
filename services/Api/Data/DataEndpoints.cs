using Volcast.ApiContract.Data;
using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Data;

/// <summary>The data behind the forecasts: <c>/v1/features</c>, <c>/v1/market</c>, <c>/v1/quality</c> and
/// <c>/v1/track-record</c>.</summary>
internal sealed class DataEndpoints(
    SnapshotSource source, HeldDataSource data, TradingCalendar calendar, ApiOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/features/{session}", FeaturesAsync).WithName("getFeatures").WithTags("Data")
            .Describe<FeaturesDocument>("The features of a session: a date or `latest`");
        routes.MapGet("/v1/market/{session}", (Delegate)MarketAsync).WithName("getMarket").WithTags("Data")
            .Describe<MarketDocument>("The settled bars of a session: a date or `latest`");
        routes.MapGet("/v1/quality", (Delegate)QualityAsync).WithName("getQuality").WithTags("Data")
            .Describe<QualityDocument>("The state of the data: missing sessions, rejected rows, sessions behind");
        routes.MapGet("/v1/track-record", (Delegate)TrackRecordAsync).WithName("getTrackRecord").WithTags("Data")
            .Describe<TrackRecordDocument>("The stored live forecasts compared with their outcomes");
    }

    private async Task<SnapshotResult> FeaturesAsync(HttpContext context, string session)
    {
        var series = await source.RequireAsync(new ApiQuery(context, source).Series, context.RequestAborted);
        var row = RowOf(series.Snapshot!.Target.Features.Bars, session);
        return new(series, $"features {row}", snapshot =>
        {
            var (held, known, inputs) = (snapshot.Target.Features, snapshot.Inputs.Known, snapshot.Model.Artifact.Spec.Inputs);
            return ApiJson.Render(
                new FeaturesDocument(snapshot.Target.Roles.Target.Value, DataKindOf(snapshot), held.Bars.Session[row],
                [
                    .. new[] { held.L1, held.L2 }.SelectMany(table => table.Catalog.Features.Select(feature =>
                        Document(table.Catalog.Table, feature, known.Column(feature.Name)[row], inputs))),
                ]),
                ApiJson.Contract.FeaturesDocument);
        });
    }

    private async Task<IResult> MarketAsync(HttpContext context, string session)
    {
        var series = await source.GetAsync(new ApiQuery(context, source).Series, context.RequestAborted);
        if (series.Snapshot is { } served)
        {
            var day = DayOf(served.Target.Features.Bars);
            return new SnapshotResult(series, $"market {day}", snapshot =>
                ApiJson.Render(Document(HeldData.Of(snapshot), day), ApiJson.Contract.MarketDocument));
        }
        var held = await data.ReadAsync(new ApiQuery(context, source).Symbol, context.RequestAborted);
        return Results.Json(Document(held, DayOf(held.Bars)), ApiJson.Contract.MarketDocument);

        DateOnly DayOf(CuratedMarketTable bars) => bars.Session[RowOf(bars, session)];
    }

    private async Task<IResult> QualityAsync(HttpContext context)
    {
        var series = await source.GetAsync(new ApiQuery(context, source).Series, context.RequestAborted);
        return series.Snapshot is not null
            ? new SnapshotResult(series, "quality", snapshot =>
                ApiJson.Render(Document(HeldData.Of(snapshot)), ApiJson.Contract.QualityDocument))
            : Results.Json(
                Document(await data.ReadAsync(new ApiQuery(context, source).Symbol, context.RequestAborted)),
                ApiJson.Contract.QualityDocument);
    }

    private async Task<SnapshotResult> TrackRecordAsync(HttpContext context) => new(
        await source.RequireAsync(new ApiQuery(context, source).Series, context.RequestAborted), "track record",
        snapshot => ApiJson.Render(
            TrackRecords.Of(snapshot), ApiJson.Contract.TrackRecordDocument));

    /// <summary>The row of a session.</summary>
    /// <exception cref="ProblemException">The lake does not hold it.</exception>
    private int RowOf(CuratedMarketTable bars, string session)
    {
        var sessions = bars.Session;
        if (session == "latest")
            return sessions.Length - 1;
        var day = ApiQuery.ParseDay(session, "session");
        var row = Array.BinarySearch(sessions, day);
        if (row >= 0)
            return row;
        var isSession = day >= sessions[0] && day <= sessions[^1] && calendar.IsSession(day);
        throw ProblemException.NotFound("no_session", day < sessions[0] || day > sessions[^1]
            ? $"The lake holds {bars.Symbol} from {sessions[0]:yyyy-MM-dd} to {sessions[^1]:yyyy-MM-dd}."
            : isSession
                ? $"The lake has no bar of {bars.Symbol} on {day:yyyy-MM-dd}, which was a session. "
                    + options.CompleteCommands(
                        $"`volcast ingest --target {bars.Symbol}` fetches it once the vendor has it.")
                : $"{day:yyyy-MM-dd} was not a trading session.", "session");
    }

    private static string DataKindOf(ServingSnapshot snapshot) => snapshot.Target.DataKind.Name();

    private static FeatureDocument Document(
        string table, FeatureDefinition feature, double value, IReadOnlyList<string> inputs) => new(
        feature.Name, table, feature.Family.Label(), feature.Unit.Name, ForecastDocuments.Number(value),
        double.IsFinite(value) ? feature.Describe(value) : null,
        inputs.Contains(feature.Name));

    private static MarketDocument Document(HeldData held, DateOnly day) => new(held.Target.Value, held.DataKind.Name(), day,
    [
        .. held.Series.Select(series => (series.Bars, Row: Array.BinarySearch(series.Bars.Session, day)))
            .Where(found => found.Row >= 0)
            .Select(found => Document(found.Bars, found.Row)),
    ]);

    private QualityDocument Document(HeldData held) => new(
        held.Target.Value, held.DataKind.Name(), held.NewestSettled, held.SessionsBehind, [.. held.Series.Select(Document)]);

    private static BarDocument Document(CuratedMarketTable bars, int row) => new(
        bars.Symbol.Value, ForecastDocuments.Number(bars.Open[row]), ForecastDocuments.Number(bars.High[row]),
        ForecastDocuments.Number(bars.Low[row]), bars.Close[row], bars.Volume[row], bars.Dividend[row], bars.SplitRatio[row],
        ForecastDocuments.Number(bars.LogReturn[row]), bars.SessionsSpanned[row]);

    private SeriesQualityDocument Document(SettledBars series)
    {
        var bars = series.Bars;
        var held = bars.Session.ToHashSet();
        DateOnly[] missing =
            [.. calendar.Sessions(bars.Session[0], bars.Session[^1]).Where(session => !held.Contains(session))];
        return new(bars.Symbol.Value, bars.Count, bars.Session[0], bars.Session[^1], missing.Length,
            missing.Length > 0 ? missing[^1] : null, series.QuarantinedRows.Refused, series.QuarantinedRows.Harmless,
            series.ManifestDigest);
    }
}
