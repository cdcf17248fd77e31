using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Services.Forecasts;

/// <summary>The variance premium of a target, or why there is none.</summary>
/// <param name="Premium">Null where there is none.</param>
/// <param name="ForecastVariance">The 22-session forecast in it, annualised; NaN where there is none.</param>
/// <param name="Model">The registered name and version that made it; empty where there is none.</param>
/// <param name="Absence">Why there is none and what to do; empty where there is one.</param>
public sealed record PremiumReport(VariancePremium? Premium, double ForecastVariance, string Model, string Absence)
{
    internal static PremiumReport Of(double impliedPoints, double forecastVariance, RegisteredForecaster model) =>
        double.IsFinite(impliedPoints)
            ? new(VariancePremium.Of(impliedPoints, forecastVariance), forecastVariance,
                $"{model.Version.Model} version {model.Version.Number}", "")
            : Without("the implied volatility of the origin is absent.");

    internal static PremiumReport Without(string reason) => new(null, double.NaN, "", reason);

    /// <summary>From the 22-session model of the target, if there is one that can forecast from the same origin. Its forecast is
    /// not stored.</summary>
    internal static async Task<PremiumReport> BesideAsync(
        IModelRegistry registry, DataLake lake, ForecastRequest request, ForecastInputs inputs, double impliedPoints,
        CancellationToken stop)
    {
        try
        {
            using var model = await RegisteredForecaster.LoadAsync(registry, request.Roles.Target, VariancePremium.Horizon, stop);
            model.RequireDataKind(lake.Kind);
            var variance = model.Artifact.Forecaster.Forecast(inputs.Known);
            return double.IsNaN(variance)
                ? Without($"an input of the {VariancePremium.Horizon}-session model is absent at the origin.")
                : Of(impliedPoints, variance, model);
        }
        catch (RegistryException none) when (none.Problem == RegistryProblem.NotFound)
        {
            return Without($"it needs a forecast over {VariancePremium.Horizon} sessions: run `volcast train --target "
                + $"{request.Roles.Target} --horizon {VariancePremium.Horizon}` once.");
        }
        catch (Exception unusable) when (unusable is RegistryException or LakeException)
        {
            return Without(unusable.Message);
        }
    }
}
