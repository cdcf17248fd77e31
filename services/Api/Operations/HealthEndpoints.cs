using Volcast.ApiContract;
using Volcast.ApiContract.Operations;
using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Health;

namespace Volcast.Services.Api.Operations;

/// <summary><c>/health/ready</c>: whether there is something to serve, and how old it is.</summary>
internal static class HealthEndpoints
{
    private const string HiddenError = "The last refresh failed. The log has the reason.";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealth<HealthDocument>(Ready);

    /// <summary>Ready as soon as one series can be served; degraded while one of them cannot be refreshed.</summary>
    private static IResult Ready(SnapshotSource source, KeyRing keys, TimeProvider clock)
    {
        var (now, state) = (clock.GetUtcNow(), source.Current);
        SeriesHealthDocument[] series =
        [
            .. state.Series.Where(known => !known.Value.IsAbsent)
                .OrderBy(known => known.Key.Symbol).ThenBy(known => known.Key.Horizon)
                .Select(known => Document(known.Key, known.Value, now, showsErrors: !keys.IsClosed)),
        ];
        var isReady = series.Any(one => one.Model is not null);
        var name = !isReady ? "starting" : series.Any(one => one.IsStale) ? "degraded" : "ready";
        return Results.Json(new HealthDocument(name, series), ContractJson.Default.HealthDocument,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The route needs no key, so a service that asks for keys hides the error's text: it may name folders and
    /// servers.</summary>
    private static SeriesHealthDocument Document(SeriesKey key, ServedSeries series, DateTimeOffset now, bool showsErrors) => new(
        key.Symbol.Value, key.Horizon, series.Snapshot?.Model.Version.Model, series.Snapshot?.Model.Version.Number,
        series.Snapshot?.Model.Alias, series.Snapshot?.Newest.Row.ForecastOrigin, series.Snapshot?.SessionsBehind,
        series.Snapshot is null ? null : (long)Math.Max(0, (now - series.ConfirmedAt).TotalSeconds),
        series.Trouble is not null, series.Trouble is null || showsErrors ? series.Trouble : HiddenError);
}
