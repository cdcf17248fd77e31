using System.Text.Json.Nodes;
using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>Drift of every feature, of the forecast and of the outcome: the newest 60 sessions against the ten years before. All
/// series of a target are judged together.</summary>
internal static class DriftCheck
{
    public static MonitoringStatus StatusOf(DriftStatus status) => status switch
    {
        DriftStatus.Ok => MonitoringStatus.Ok,
        DriftStatus.Warning => MonitoringStatus.Warning,
        DriftStatus.Failed => MonitoringStatus.Failed,
        _ => MonitoringStatus.Insufficient,
    };

    public static IReadOnlyList<MonitoringRow> Run(MonitoredTarget target, IReadOnlyList<MonitoredModel> models)
    {
        var series = new List<(int Horizon, MonitoredModel? Model, FeatureDrift Drift)>();
        foreach (var feature in target.Features)
            series.Add((0, null, Compare(feature, target.History.Column(feature))));
        foreach (var model in models)
        {
            series.Add((model.Horizon, model, Compare(CheckSubjects.Forecast, Forecasts(model, target))));
            series.Add((model.Horizon, null, Compare(CheckSubjects.Outcome, Outcomes(model.Horizon, target))));
        }
        var judged = FeatureDrift.OverFeatures([.. series.Select(one => one.Drift)]);
        return [.. series.Zip(judged, (one, drift) => Row(target.Session, one.Horizon, one.Model, drift))];
    }

    private static FeatureDrift Compare(string name, ReadOnlySpan<double> values)
    {
        ComparedWindows.Split(values, out var reference, out var window);
        return FeatureDrift.Of(name, reference, window);
    }

    /// <summary>Log variances by origin: those of the walk-forward before the first stored forecast, then the live ones.</summary>
    private static double[] Forecasts(MonitoredModel model, MonitoredTarget target)
    {
        var byOrigin = new SortedDictionary<DateOnly, double>();
        if (model.WalkForward.Value is { } walkForward
            && walkForward.Models.FirstOrDefault(one => one.Name == model.Recipe) is { } past)
            foreach (var (origin, variance) in walkForward.Origins.Zip(past.Variance))
                byOrigin[origin] = Math.Log(variance);
        foreach (var row in LiveForecasts.Of(target, model))
            byOrigin[row.ForecastOrigin] = Math.Log(row.Variance);
        return [.. byOrigin.Where(one => one.Key <= target.Session).Select(one => one.Value)];
    }

    private static double[] Outcomes(int horizon, MonitoredTarget target)
    {
        var labels = RealizedVariance.Labels(target.History.TargetReturns, horizon);
        return Array.ConvertAll(labels[..^Math.Min(horizon, labels.Length)], Math.Log);
    }

    private static MonitoringRow Row(DateOnly session, int horizon, MonitoredModel? model, FeatureDrift drift) => new()
    {
        Horizon = horizon,
        Session = session,
        Subject = drift.Feature,
        Model = model?.Model ?? "",
        ModelVersion = model?.VersionText ?? "",
        Check = CheckNames.Drift,
        Kind = MonitoringKind.Drift,
        Value = drift.AdjustedPValue,
        Threshold = FeatureDrift.FailedLevel,
        Status = StatusOf(drift.Status),
        Detail = new JsonObject
        {
            ["reasons"] = CheckDetail.Sentences(drift.Reasons),
            ["mean_shift"] = Number(drift.MeanShift),
            ["kolmogorov_smirnov"] = Number(drift.Statistics?.KolmogorovSmirnov),
            ["kolmogorov_smirnov_p"] = Number(drift.Statistics?.KolmogorovSmirnovPValue),
            ["wasserstein"] = Number(drift.Statistics?.Wasserstein),
            ["population_stability"] = Number(drift.Statistics?.PopulationStability),
            ["jensen_shannon"] = Number(drift.Statistics?.JensenShannon),
            ["past_windows_p"] = Number(drift.AdjustedPastPValue),
            ["break_p"] = Number(drift.PValue),
            ["reference"] = drift.ReferenceCount,
            ["window"] = drift.WindowCount,
        }.ToJsonString(),
    };

    private static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
