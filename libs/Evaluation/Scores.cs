using Volcast.Evaluation.Comparison;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>How well one model forecast, over <paramref name="N"/> origins with a known outcome.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="N">Origins scored.</param>
/// <param name="Qlike">Mean QLIKE on variance; smaller is better.</param>
/// <param name="RatioToBenchmark">Its QLIKE over the benchmark's on the same origins; NaN where there is no benchmark.</param>
/// <param name="RSquaredOnVolatility">1 − SSE/SST on annualised volatility.</param>
/// <param name="MincerZarnowitz">Realised on forecast variance; null where it cannot be estimated.</param>
/// <param name="Coverage80">The share of outcomes within the 80 % interval, of those that have one; NaN if none has.</param>
public sealed record Score(
    string Model,
    int N,
    double Qlike,
    double RatioToBenchmark,
    double RSquaredOnVolatility,
    MincerZarnowitz? MincerZarnowitz,
    double Coverage80);

/// <summary>Scores of the models of a walk-forward.</summary>
public static class Scores
{
    /// <summary>The model that ratios refer to unless another is named.</summary>
    public const string Benchmark = "har";

    /// <summary>
    /// Compares the models on their common origins: those with an outcome for which every model that forecast at all has a
    /// forecast, so that nobody is scored on easier days. A model that never forecast has <c>N</c> = 0 and narrows nothing.
    /// </summary>
    /// <param name="result">The walk-forward.</param>
    /// <param name="benchmark">The model that ratios refer to; they are NaN where it is not among the models.</param>
    public static IReadOnlyList<Score> Compare(WalkForwardResult result, string benchmark = Benchmark)
    {
        var taking = ComparisonSample.Taking(result);
        var rows = ComparisonSample.CommonRows(result, taking);
        var scores = result.Models.Select(m => Of(result, m, taking.Contains(m) ? rows : [])).ToArray();
        var reference = scores.FirstOrDefault(s => s.Model == benchmark)?.Qlike ?? double.NaN;
        return [.. scores.Select(s => s with { RatioToBenchmark = s.Qlike / reference })];
    }

    /// <summary>One model by itself, on all of its origins with an outcome.</summary>
    public static Score Alone(WalkForwardResult result, string model) =>
        Of(result, result.Model(model), ComparisonSample.CommonRows(result, [result.Model(model)]));

    private static Score Of(WalkForwardResult result, ModelForecasts model, int[] rows)
    {
        var realized = Array.ConvertAll(rows, row => result.RealizedVariance[row]);
        var forecast = Array.ConvertAll(rows, row => model.Variance[row]);
        var bounded = rows.Where(row => double.IsFinite(model.Lower80[row])).ToArray();
        var inside = bounded.Count(row =>
            result.RealizedVariance[row] >= model.Lower80[row] && result.RealizedVariance[row] <= model.Upper80[row]);
        return new(model.Name, rows.Length, Losses.MeanQlike(realized, forecast), double.NaN,
            Losses.RSquaredOnVolatility(realized, forecast),
            Regression(realized, forecast, NeweyWest.LagsPerSession * result.Horizon), (double)inside / bounded.Length);
    }

    /// <summary>The regression, or null where there is no line to draw.</summary>
    internal static MincerZarnowitz? Regression(double[] realized, double[] forecast, int lag)
    {
        try
        {
            return MincerZarnowitz.Of(realized, forecast, lag);
        }
        catch (EstimationException)
        {
            return null; // A forecast that never moves, or fewer than two origins.
        }
    }
}
