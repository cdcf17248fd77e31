using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

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
public sealed record LossImpact(string Feature, MonitoringRow Check, double Distance, double Contribution, int Horizon)
{
    /// <summary>The newest forecasts of each model over which contributions are averaged.</summary>
    public const int Forecasts = 60;

    /// <summary>Log variance times standard deviations, at least 0; NaN where one of the two is not known.</summary>
    public double Value => Distance * Contribution;

    /// <summary>Every feature with a row of drift, the largest impact first.</summary>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="checks">The rows of one session: those of drift, each once, and others. Their horizons are those whose
    /// forecasts count.</param>
    /// <param name="forecasts">Stored forecasts of the target up to this session, in the order of their key.</param>
    /// <exception cref="InvalidDataException">The contributions of a stored forecast are damaged.</exception>
    public static IReadOnlyList<LossImpact> Rank(
        Symbol target, IReadOnlyList<MonitoringRow> checks, IReadOnlyList<ForecastRow> forecasts)
    {
        var contributions = checks.Select(row => row.Horizon).Where(horizon => horizon > 0).Distinct()
            .Select(horizon => (Horizon: horizon, Means: MeanContributions(target, forecasts, horizon)))
            .Where(model => model.Means.Count > 0).ToArray();
        return
        [
            .. checks.Where(row => row is { Kind: MonitoringKind.Drift, Horizon: 0 })
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
    private static Dictionary<string, double> MeanContributions(
        Symbol target, IReadOnlyList<ForecastRow> forecasts, int horizon)
    {
        var model = ModelName.For(target.Value, horizon);
        var newest = forecasts.Where(row => row.Horizon == horizon && row.Model == model
                && row.Kind is ForecastKind.Live or ForecastKind.Backfill
                && ContributionScales.Find(row.ContributionScale) == ContributionScale.LogVariance)
            .TakeLast(Forecasts).Select(ContributionsJson.Parse).ToArray();
        return newest.SelectMany(forecast => forecast.Contributions).GroupBy(one => one.Feature)
            .ToDictionary(feature => feature.Key, feature => feature.Sum(one => Math.Abs(one.Amount)) / newest.Length);
    }
}
