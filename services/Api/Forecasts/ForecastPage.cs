namespace Volcast.Services.Api.Forecasts;

/// <summary>Stored forecasts, the newest first.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Offset">How many were passed over.</param>
/// <param name="Next">The path of the next page; null on the last.</param>
/// <param name="Forecasts">This page.</param>
internal sealed record ForecastPage(
    string Symbol, int Horizon, int Total, int Offset, string? Next, IReadOnlyList<ForecastDocument> Forecasts);
