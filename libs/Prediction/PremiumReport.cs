using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>The variance premium of a target, and the forecast behind it.</summary>
/// <param name="Premium">Implied variance minus forecast variance.</param>
/// <param name="ForecastVariance">The 22-session forecast, annualised.</param>
/// <param name="Model">The registered name and version that made the forecast.</param>
/// <param name="Warnings">What a reader must know about that version (<see cref="VersionWarnings"/>).</param>
public sealed record PremiumReport(
    VariancePremium Premium, double ForecastVariance, string Model, IReadOnlyList<string> Warnings)
{
    /// <summary>Where the premium lies among the past ones, or why that is not known.</summary>
    public ValueOrReason<PremiumHistory> History { get; init; } = new Reason("it is read beside the forecasts over several sessions, 22 among them.");

    /// <summary>The premium, or why there is none.</summary>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="row">The forecast that the implied volatility stands beside.</param>
    /// <param name="forecastVariance">The 22-session forecast, annualised.</param>
    /// <param name="version">The version that made it.</param>
    public static ValueOrReason<PremiumReport> Of(
        AssetRoles roles, ForecastRow row, double forecastVariance, ModelVersion version) =>
        !roles.HasOwnImplied
            ? new Reason($"no implied-volatility index of {roles.Target} is named, and {roles.Implied} is that of another asset. "
                + "Name one in VOLCAST_IMPLIED_VOLATILITY.")
            : !roles.IsOwn(row.ImpliedIndex)
            ? new Reason($"the forecast of {roles.Target} is made with {roles.Using(row.ImpliedIndex).Implied} in place of its own "
                + $"index {roles.Implied}. A model uses that index from its next training on, if the lake has enough of it.")
            : double.IsFinite(row.Implied)
            ? new PremiumReport(VariancePremium.Of(row.Implied, forecastVariance), forecastVariance,
                $"{version.Model} version {version.Number}", VersionWarnings.Of(version))
            : new Reason("the implied volatility is missing at the origin.");

    /// <summary>The premium from the target's 22-session model, if that model can forecast from the same origin. Its forecast is
    /// not stored.</summary>
    public static async Task<ValueOrReason<PremiumReport>> FromLongModelAsync(
        IModelRegistry registry, DataLake lake, AssetRoles roles, ForecastInputs inputs, ForecastRow row,
        CancellationToken stop)
    {
        try
        {
            using var model = await RegisteredForecaster.LoadAsync(registry, roles.Target, VariancePremium.Horizon, stop);
            model.RequireDataKind(lake.Kind);
            var variance = model.Artifact.Forecaster.Forecast(inputs.For(model.Artifact.Spec).Known);
            return double.IsNaN(variance)
                ? new Reason($"an input of the {VariancePremium.Horizon}-session model is missing at the origin.")
                : Of(roles, row, variance, model.Version);
        }
        catch (RegistryException none) when (none.Problem == RegistryProblem.NotFound)
        {
            return new Reason($"it needs a forecast over {VariancePremium.Horizon} sessions: run `volcast train --target "
                + $"{roles.Target} --horizon {VariancePremium.Horizon}`.");
        }
        catch (Exception unusable) when (unusable is RegistryException or LakeException)
        {
            return new Reason(unusable.Message);
        }
    }
}
