namespace Volcast.ApiContract.Forecasts;

/// <summary>A page of stored forecasts, the newest first.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Total">How many forecasts match in all.</param>
/// <param name="Offset">How many matches precede this page.</param>
/// <param name="Next">The path of the next page; null on the last page.</param>
/// <param name="Forecasts">This page.</param>
public sealed record ForecastListDocument(
    string Symbol, int Horizon, int Total, int Offset, string? Next, IReadOnlyList<ForecastDocument> Forecasts);
