using System.Globalization;
using System.Text;
using Volcast.ApiContract.Models;
using Volcast.Evaluation;
using Volcast.Forecasting.Distribution;

namespace Volcast.Services.Training;

/// <summary>What shows how well a version's recipe forecast out of sample: a new walk-forward, or that of an earlier version of
/// the same recipe.</summary>
internal sealed record TrainingEvidence
{
    /// <summary>The scores, the content of <c>evidence.json</c>.</summary>
    public required EvidenceDocument Document { get; init; }

    /// <summary>The same scores as metrics of the run, by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The walk-forward as csv; null if the earlier version has none.</summary>
    public required byte[]? WalkForward { get; init; }

    /// <summary>The distribution of the forecast errors up to the fit; null if there is none.</summary>
    public required ForecastDistribution? Distribution { get; init; }

    /// <summary>The first origin of the walk-forward.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last origin of the walk-forward.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The number of the version that the walk-forward was run for; null if it was run for this one.</summary>
    public int? OfVersion { get; init; }

    /// <param name="document">The scores.</param>
    /// <param name="recipe">The model that is registered.</param>
    /// <param name="walkForward">Of that model and of those that it is compared with.</param>
    /// <param name="scores">The same scores, with those that are metrics only.</param>
    public static TrainingEvidence Of(
        EvidenceDocument document, string recipe, WalkForwardResult walkForward, IReadOnlyList<Score> scores) => new()
        {
            Document = document,
            Metrics = scores.SelectMany(score => MetricsOf(score)
                .Select(metric => KeyValuePair.Create($"{score.Model}.{metric.Name}", metric.Value))).ToDictionary(),
            WalkForward = Csv(walkForward),
            Distribution = walkForward.Model(recipe).Distribution,
            From = walkForward.Origins[0],
            To = walkForward.Origins[^1],
        };

    private static IEnumerable<(string Name, double Value)> MetricsOf(Score score)
    {
        yield return ("n", score.N);
        yield return ("qlike", score.Qlike);
        yield return ("qlike_ratio_to_har", score.RatioToBenchmark);
        yield return ("r2_volatility", score.RSquaredOnVolatility);
        yield return ("coverage_80", score.Coverage80);
        if (score.MincerZarnowitz.Value is not { } line)
            yield break;
        yield return ("mincer_zarnowitz_intercept", line.Intercept);
        yield return ("mincer_zarnowitz_slope", line.Slope);
        yield return ("mincer_zarnowitz_r2", line.RSquared);
    }

    /// <summary>The forecasts of the models on each origin, without any vendor's data.</summary>
    private static byte[] Csv(WalkForwardResult walkForward)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        BacktestFile.Write(writer, [walkForward]);
        return Encoding.UTF8.GetBytes(writer.ToString());
    }
}
