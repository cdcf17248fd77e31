using Volcast.ApiContract.Operations;
using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Health;

namespace Volcast.Services.Api.Operations;

/// <summary><c>/health/ready</c>: whether a series can be served, and its age.</summary>
internal static class HealthEndpoints
{
    private const string HiddenError = "The last refresh failed. The log has the reason.";

    /// <summary>The largest number of series in the document, failed ones first, so that the response to a probe stays
    /// small.</summary>
    private const int MostSeries = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealth<HealthDocument>(Ready);

    /// <summary>Ready as soon as one series can be served; degraded while one of them cannot be refreshed or is older than the
    /// maximum age.</summary>
    private static IResult Ready(SnapshotSource source, KeyRing keys, TimeProvider clock, ApiOptions options)
    {
        var now = clock.GetUtcNow();
        var held = source.Loaded.Where(known => !known.Value.IsMissing).ToArray();
        SeriesHealthDocument[] series =
        [
            .. held.OrderBy(known => known.Value.LastError is null).ThenBy(known => !known.Value.ExceedsAge(options.MaximumAge))
                .ThenBy(known => known.Key.Symbol).ThenBy(known => known.Key.Horizon).Take(MostSeries)
                .Select(known => Document(known.Key, known.Value, now, options, showsErrors: !keys.IsClosed)),
        ];
        var isReady = Array.Exists(held, known => known.Value.Snapshot is not null);
        var name = !isReady ? "starting"
            : Array.Exists(held, known => known.Value.IsDegraded(options.MaximumAge)) ? "degraded"
            : "ready";
        return Results.Json(new HealthDocument(name, series), ApiJson.Contract.HealthDocument,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The route needs no key, so a service that requires keys hides the error's text and the flags of suggested
    /// commands, which may name folders and servers.</summary>
    private static SeriesHealthDocument Document(
        SeriesKey key, ServedSeries series, DateTimeOffset now, ApiOptions options, bool showsErrors)
    {
        var error = series.LastError is null || showsErrors ? series.LastError : HiddenError;
        var exceedsAge = series.ExceedsAge(options.MaximumAge);
        return new(key.Symbol.Value, key.Horizon, series.Snapshot?.Model.Version.Model, series.Snapshot?.Model.Version.Number,
            series.Snapshot?.Model.Alias, series.Snapshot?.Newest.Row.ForecastOrigin, series.Snapshot?.SessionsBehind,
            series.Snapshot is null ? null : (long)Math.Max(0, (now - series.ConfirmedAt).TotalSeconds),
            series.LastError is not null, error, exceedsAge,
            error ?? (exceedsAge ? AgeSentence() : null));

        string AgeSentence()
        {
            var sentence = series.Snapshot!.Age(options.MaximumAge).Sentence;
            return showsErrors ? options.CompleteCommands(sentence) : sentence;
        }
    }
}
