using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Forecasts;
using Volcast.Services.Api.Problems;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Data;

/// <summary>What stands behind the forecasts: <c>/v1/features</c>, <c>/v1/market</c>, <c>/v1/quality</c> and
/// <c>/v1/monitoring</c>.</summary>
internal sealed class DataEndpoints(SnapshotSource source, TradingCalendar calendar)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/features/{session}", Features).WithTags("Data")
            .Describe<FeaturesDocument>("The features of a session, a day or `latest`");
        routes.MapGet("/v1/market/{session}", Market).WithTags("Data")
            .Describe<MarketDocument>("The settled bars of a session, a day or `latest`");
        routes.MapGet("/v1/quality", Quality).WithTags("Data")
            .Describe<QualityDocument>("How sound the data are: holes, refused rows, how far behind");
        routes.MapGet("/v1/monitoring", Monitoring).WithTags("Data")
            .Describe<MonitoringDocument>("The track record of the stored live forecasts");
    }

    private SnapshotResult Features(HttpContext context, string session)
    {
        var series = source.Current.Require(new ApiQuery(context).Series);
        var row = RowOf(series.Snapshot!.Target, session);
        return new(series, $"features {row}", snapshot =>
        {
            var (held, inputs) = (snapshot.Target.Features, snapshot.Model.Artifact.Spec.Inputs);
            return ApiJson.Render(
                new FeaturesDocument(snapshot.Target.Roles.Target.Value, MarketOf(snapshot), held.Bars.Session[row],
                [
                    .. new[] { held.L1, held.L2 }.SelectMany(table => table.Catalog.Features.Select((feature, i) =>
                        Document(table.Catalog.Table, feature, table.Values[i][row], inputs))),
                ]),
                ApiJson.Default.FeaturesDocument);
        });
    }

    private SnapshotResult Market(HttpContext context, string session)
    {
        var series = source.Current.Require(new ApiQuery(context).Series);
        var day = series.Snapshot!.Target.Bars[series.Snapshot.Target.Roles.Target].Session[RowOf(series.Snapshot.Target, session)];
        return new(series, $"market {day}", snapshot => ApiJson.Render(
            new MarketDocument(snapshot.Target.Roles.Target.Value, MarketOf(snapshot), day,
            [
                .. snapshot.Target.Roles.Symbols.Select(symbol => snapshot.Target.Bars[symbol])
                    .Select(bars => (bars, row: Array.BinarySearch(bars.Session, day)))
                    .Where(found => found.row >= 0)
                    .Select(found => Document(found.bars, found.row)),
            ]),
            ApiJson.Default.MarketDocument));
    }

    private SnapshotResult Quality(HttpContext context) => new(
        source.Current.Require(new ApiQuery(context).Series), "quality", snapshot => ApiJson.Render(
            new QualityDocument(snapshot.Target.Roles.Target.Value, MarketOf(snapshot), snapshot.NewestSettled,
                snapshot.SessionsBehind,
                [.. snapshot.Target.Roles.Symbols.Select(symbol => Document(snapshot.Target, symbol))]),
            ApiJson.Default.QualityDocument));

    private SnapshotResult Monitoring(HttpContext context) => new(
        source.Current.Require(new ApiQuery(context).Series), "monitoring", snapshot => ApiJson.Render(
            TrackRecords.Of(snapshot), ApiJson.Default.MonitoringDocument));

    /// <summary>The row of a session that the lake holds.</summary>
    private int RowOf(TargetSnapshot target, string session)
    {
        var sessions = target.Bars[target.Roles.Target].Session;
        if (session == "latest")
            return sessions.Length - 1;
        var day = ApiQuery.ParseDay(session, "session");
        var row = Array.BinarySearch(sessions, day);
        if (row >= 0)
            return row;
        var isSession = day >= sessions[0] && day <= sessions[^1] && calendar.IsSession(day);
        throw ApiProblem.NotFound("no_session", day < sessions[0] || day > sessions[^1]
            ? $"The lake holds {target.Roles.Target} from {sessions[0]:yyyy-MM-dd} to {sessions[^1]:yyyy-MM-dd}."
            : isSession
                ? $"The lake has no bar of {target.Roles.Target} on {day:yyyy-MM-dd}, which was a session: it is a hole."
                : $"{day:yyyy-MM-dd} was no trading session.", "session");
    }

    private static string MarketOf(ServingSnapshot snapshot) => snapshot.Target.Market.Name();

    private static FeatureDocument Document(
        string table, FeatureDefinition feature, double value, IReadOnlyList<string> inputs) => new(
        feature.Name, table, feature.Family.Label(), feature.Unit.Name, ForecastDocuments.Number(value),
        double.IsFinite(value) ? feature.Describe(value) : null,
        inputs.Contains(feature.Name));

    private static BarDocument Document(CuratedMarketTable bars, int row) => new(
        bars.Symbol.Value, ForecastDocuments.Number(bars.Open[row]), ForecastDocuments.Number(bars.High[row]),
        ForecastDocuments.Number(bars.Low[row]), bars.Close[row], bars.Volume[row], bars.Dividend[row], bars.SplitRatio[row],
        ForecastDocuments.Number(bars.LogReturn[row]), bars.SessionsSpanned[row]);

    private SeriesQuality Document(TargetSnapshot target, Symbol symbol)
    {
        var bars = target.Bars[symbol];
        var held = bars.Session.ToHashSet();
        DateOnly[] missing =
            [.. calendar.Sessions(bars.Session[0], bars.Session[^1]).Where(session => !held.Contains(session))];
        return new(symbol.Value, bars.Count, bars.Session[0], bars.Session[^1], missing.Length,
            missing.Length > 0 ? missing[^1] : null, target.QuarantinedRows[symbol], target.ManifestDigests[symbol]);
    }
}
