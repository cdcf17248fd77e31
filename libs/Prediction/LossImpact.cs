using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Monitoring.Checks;

namespace Volcast.Services.Monitoring.Report;

/// <summary>
/// How much the change of a feature can have touched the loss. Impact is the distance between the newest values of the feature
/// and those before them, times the mean absolute contribution of the feature to the newest forecasts. The distance is the
/// normed Wasserstein distance, in standard deviations of the reference; the contribution is a SHAP value in log variance. The
/// product ranks features. It is not a measured loss: a feature that the model does not read has impact 0, and one that moves
/// the forecasts much has a large impact even if its new values are as informative as the old ones.
/// </summary>
/// <param name="Feature">The feature.</param>
/// <param name="Check">Its row of drift.</param>
/// <param name="Distance">The normed Wasserstein distance, at least 0; NaN if there is none.</param>
/// <param name="Contribution">The mean absolute contribution, log variance; 0 if no model reads the feature, NaN if no forecast
/// is stored.</param>
/// <param name="Horizon">The horizon whose model the contribution is largest in; 0 if no model reads the feature.</param>
internal sealed record LossImpact(string Feature, MonitoringRow Check, double Distance, double Contribution, int Horizon)
{
    /// <summary>The newest forecasts of each model over which contributions are averaged.</summary>
    public const int Forecasts = 60;

    public double Value => Distance * Contribution;

    /// <summary>Every feature with a row of drift, the largest impact first.</summary>
    public static IReadOnlyList<LossImpact> Rank(MonitoringReport run, MonitoredTarget target)
    {
        var contributions = run.Checks.Select(row => row.Horizon).Where(horizon => horizon > 0).Distinct()
            .Select(horizon => (Horizon: horizon, Means: MeanContributions(target, horizon)))
            .Where(model => model.Means.Count > 0).ToArray();
        return
        [
            .. run.Checks.Where(row => row is { Kind: MonitoringKind.Drift, Horizon: 0 })
                .Select(Of)
                .OrderByDescending(one => double.IsNaN(one.Value) ? -1 : one.Value)
                .ThenByDescending(one => one.Check.Status == MonitoringStatus.Insufficient ? default : one.Check.Status)
                .ThenBy(one => one.Feature, StringComparer.Ordinal),
        ];

        LossImpact Of(MonitoringRow row)
        {
            var largest = contributions.Select(model => (model.Horizon, Mean: model.Means.GetValueOrDefault(row.Subject)))
                .OrderByDescending(one => one.Mean).FirstOrDefault();
            return new(row.Subject, row, CheckDetail.Number(row, "wasserstein"),
                contributions.Length == 0 ? double.NaN : largest.Mean, largest.Mean > 0 ? largest.Horizon : 0);
        }
    }

    /// <summary>Mean absolute contributions to the newest stored forecasts of the target's model, live or backfilled.
    /// Contributions on another scale than log variance are left out.</summary>
    internal static IReadOnlyDictionary<string, double> MeanContributions(MonitoredTarget target, int horizon)
    {
        var model = ModelName.For(target.Roles.Target.Value, horizon);
        var forecasts = target.Forecasts.Where(row => row.Horizon == horizon && row.Model == model
                && row.Kind is ForecastKind.Live or ForecastKind.Backfill
                && ContributionScales.Find(row.ContributionScale) == ContributionScale.LogVariance)
            .TakeLast(Forecasts).Select(ContributionsJson.Parse).ToArray();
        return forecasts.SelectMany(forecast => forecast.Contributions).GroupBy(one => one.Feature)
            .ToDictionary(feature => feature.Key, feature => feature.Sum(one => Math.Abs(one.Amount)) / forecasts.Length);
    }
}
