namespace Volcast.ApiContract.Operations;

/// <summary>Whether the service can serve.</summary>
/// <param name="State">starting, ready, or degraded while a series cannot be refreshed or is older than the maximum age.</param>
/// <param name="Series">Each target and horizon that has a model, or should have one.</param>
public sealed record HealthDocument(string State, IReadOnlyList<SeriesHealthDocument> Series);

/// <summary>The state of one series.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">The registered model's name; null while nothing could be read.</param>
/// <param name="ModelVersion">The serving version; null while nothing could be read.</param>
/// <param name="ModelAlias">The alias that makes it the serving version: champion or challenger.</param>
/// <param name="ForecastOrigin">The newest session.</param>
/// <param name="SessionsBehind">Settled sessions that the lake does not hold yet.</param>
/// <param name="AgeSeconds">Seconds since the last successful refresh.</param>
/// <param name="IsStale">Whether the last refresh failed.</param>
/// <param name="LastError">Why the last refresh failed; null where it succeeded.</param>
/// <param name="ExceedsMaximumAge">Whether more sessions have settled after the newest one than the setting
/// <c>VOLCAST_MAX_AGE</c> accepts.</param>
/// <param name="DegradedReason">Why this series makes the service degraded; null where it does not.</param>
public sealed record SeriesHealthDocument(
    string Symbol, int Horizon, string? Model, int? ModelVersion, string? ModelAlias, DateOnly? ForecastOrigin,
    int? SessionsBehind, long? AgeSeconds, bool IsStale, string? LastError, bool ExceedsMaximumAge, string? DegradedReason);
