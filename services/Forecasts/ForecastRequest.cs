using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>The requested forecast.</summary>
/// <param name="Roles">The target and its companion symbols.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="IsProvisional">Whether to use today's bars before they have settled. The forecast is then marked as provisional
/// and never scored.</param>
/// <param name="Above">An additional level of volatility for the probabilities of exceeding it, annualised, decimal.</param>
public sealed record ForecastRequest(AssetRoles Roles, int Horizon, bool IsProvisional = false, double? Above = null)
{
    /// <summary>Whether the forecast is shown beside those of other horizons: with the implied-volatility indices and the place of
    /// the variance premium among the past ones, which a forecast alone does not read.</summary>
    public bool IsOfTermStructure { get; init; }
}
