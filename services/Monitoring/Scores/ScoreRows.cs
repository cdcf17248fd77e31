using System.Text.Json;
using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Prediction.Documents;

namespace Volcast.Services.Monitoring.Scores;

/// <summary>The scores of one forecast as rows of <c>monitoring</c>.</summary>
public static class ScoreRows
{
    /// <param name="scored">A forecast and its outcome.</param>
    /// <param name="revision">The number of corrections of the outcome.</param>
    /// <param name="pit">The probability integral transform; NaN with the reason if it is not known.</param>
    public static IEnumerable<MonitoringRow> Of(ScoredForecast scored, int revision, (double Value, string? Reason) pit)
    {
        var row = scored.Forecast;
        foreach (var (check, value) in ScoreChecks.Of(scored))
            yield return Row(check) with { Value = value };
        if (double.IsFinite(pit.Value))
            yield return Row(ScoreChecks.Pit) with { Value = pit.Value };
        else if (pit.Reason is { } reason)
            yield return Row(ScoreChecks.Pit) with
            {
                Status = MonitoringStatus.Insufficient,
                Detail = JsonSerializer.Serialize(new Dictionary<string, string> { ["reason"] = reason }),
            };

        MonitoringRow Row(string check) => new()
        {
            Horizon = row.Horizon,
            Session = row.TargetEnd,
            Subject = ForecastDocuments.NameOf(row.Kind),
            Model = row.Model,
            ModelVersion = row.ModelVersion,
            Check = check,
            Revision = revision,
            Kind = MonitoringKind.Score,
            Status = MonitoringStatus.Ok,
        };
    }

    /// <summary>The probability that a distribution gave to an outcome of at most the realised one.</summary>
    /// <param name="scored">A forecast and its outcome.</param>
    /// <param name="distribution">As it was when the forecast was made.</param>
    /// <returns>NaN if it has too few past errors.</returns>
    public static double Pit(ScoredForecast scored, ForecastDistribution distribution) =>
        1 - distribution.ProbabilityAbove(scored.Forecast.Variance, Math.Sqrt(scored.Outcome.Variance));
}
