using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Health;

namespace Volcast.Services.Api.Operations;

/// <summary>Probes: whether the process lives, and whether it has something true to say.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealth<HealthDocument>(Ready);

    /// <summary>Ready once any series can be served; degraded while what is served cannot be renewed.</summary>
    private static IResult Ready(SnapshotSource source, KeyRing keys, TimeProvider clock)
    {
        var (now, state) = (clock.GetUtcNow(), source.Current);
        SeriesHealth[] series =
        [
            .. state.Series.Where(known => !known.Value.IsAbsent)
                .OrderBy(known => known.Key.Symbol).ThenBy(known => known.Key.Horizon)
                .Select(known => SeriesHealth.Of(known.Key, known.Value, now, isToldAll: !keys.IsClosed)),
        ];
        var isReady = series.Any(one => one.Model is not null);
        var status = !isReady ? "starting" : series.All(one => one.Trouble is null) ? "ready" : "degraded";
        return Results.Json(new HealthDocument(status, series), ApiJson.Default.HealthDocument,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status">starting, ready, or degraded while something cannot be renewed.</param>
/// <param name="Series">Each target and horizon that has a model, or should have.</param>
internal sealed record HealthDocument(string Status, IReadOnlyList<SeriesHealth> Series);

/// <summary>How one series is.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">Registered name and version in charge; null while nothing could be read.</param>
/// <param name="Alias">By which it is in charge.</param>
/// <param name="ForecastOrigin">The newest session.</param>
/// <param name="SessionsBehind">Settled sessions that the lake lacks.</param>
/// <param name="AgeSeconds">Since lake and registry last said that this is the newest.</param>
/// <param name="Trouble">Why it cannot be renewed.</param>
internal sealed record SeriesHealth(
    string Symbol, int Horizon, string? Model, string? Alias, DateOnly? ForecastOrigin, int? SessionsBehind, long? AgeSeconds,
    string? Trouble)
{
    /// <summary>The trouble in words only where everybody may hear it: it may name folders and servers.</summary>
    public static SeriesHealth Of(SeriesKey key, ServedSeries series, DateTimeOffset now, bool isToldAll) => new(
        key.Symbol.Value, key.Horizon, series.Snapshot?.VersionText, series.Snapshot?.Model.Alias,
        series.Snapshot?.Newest.Row.ForecastOrigin, series.Snapshot?.SessionsBehind,
        series.Snapshot is null ? null : (long)Math.Max(0, (now - series.ConfirmedAt).TotalSeconds),
        series.Trouble is null || isToldAll ? series.Trouble : "It cannot be renewed; the log says why.");
}
