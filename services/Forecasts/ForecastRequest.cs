using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>Which forecast is wanted.</summary>
/// <param name="Roles">The target and the symbols beside it.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="IsProvisional">Whether tonight's bars, which have not settled, are to be used: the forecast is marked as
/// provisional and never scored.</param>
/// <param name="Above">A volatility whose chance is wanted beside the usual ones, annualised, decimal.</param>
public sealed record ForecastRequest(AssetRoles Roles, int Horizon, bool IsProvisional = false, double? Above = null);
