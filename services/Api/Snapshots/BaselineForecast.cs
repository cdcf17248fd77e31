namespace Volcast.Services.Api.Snapshots;

/// <summary>A stored forecast of a baseline.</summary>
/// <param name="Origin">The forecast origin.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">har or vix-calibrated.</param>
/// <param name="TargetEnd">The last session that is forecast.</param>
/// <param name="Variance">Annualised.</param>
/// <param name="Implied">The implied volatility at the origin, points; NaN where it is missing.</param>
internal readonly record struct BaselineForecast(
    DateOnly Origin, int Horizon, string Model, DateOnly TargetEnd, double Variance, double Implied);
