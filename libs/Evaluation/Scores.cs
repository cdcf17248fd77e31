using Volcast.Evaluation.Comparison;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>How well one model forecast, over <paramref name="N"/> origins with a known outcome.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="N">The number of scored origins.</param>
/// <param name="Qlike">Mean QLIKE on variance; smaller is better.</param>
/// <param name="RatioToBenchmark">Its QLIKE divided by the benchmark's on the same origins; NaN without a benchmark, or if the
/// benchmark's QLIKE is 0.</param>
/// <param name="RSquaredOnVolatility">1 − SSE/SST on annualised volatility; NaN if the outcome does not vary.</param>
/// <param name="MincerZarnowitz">The regression of realised on forecast variance; or why it cannot be
/// estimated.</param>
/// <param name="Coverage80">The share of outcomes within the 80 % interval, over the origins that have one; NaN if none
/// has.</param>
public sealed record Score(
    string Model,
    int N,
    double Qlike,
    double RatioToBenchmark,
    double RSquaredOnVolatility,
    ValueOrReason<MincerZarnowitz> MincerZarnowitz,
    double Coverage80);

/// <summary>Scores of the models of a walk-forward.</summary>
public static class Scores
{
    /// <summary>The default benchmark of ratios.</summary>
    public const string Benchmark = "har";

    /// <summary>Compares the models on their common origins: those with an outcome and a forecast of each model that made any
    /// forecast, so that no model is scored on easier days. A model without any forecast has <c>N</c> = 0 and excludes no
    /// origin.</summary>
    /// <param name="result">The walk-forward.</param>
    /// <param name="benchmark">The benchmark of ratios; they are NaN if it is not among the models.</param>
    public static IReadOnlyList<Score> Compare(WalkForwardResult result, string benchmark = Benchmark)
    {
        var taking = ComparisonSample.Taking(result);
        var rows = ComparisonSample.CommonRows(result, taking);
        var scores = result.Models.Select(m => Of(result, m, taking.Contains(m) ? rows : [])).ToArray();
        var reference = scores.FirstOrDefault(s => s.Model == benchmark)?.Qlike ?? double.NaN;
        return [.. scores.Select(s => s with { RatioToBenchmark = reference > 0 ? s.Qlike / reference : double.NaN })];
    }

    /// <summary>Scores one model alone, on all of its origins with an outcome.</summary>
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

    /// <summary>Whether the regression and R² have something to explain: the values differ by more than rounding.</summary>
    internal static bool Varies(double[] values) => LeastSquares.Varies(values);

    /// <summary>The regression, or why it cannot be estimated.</summary>
    internal static ValueOrReason<MincerZarnowitz> Regression(double[] realized, double[] forecast, int lag)
    {
        try
        {
            return MincerZarnowitz.Of(realized, forecast, lag);
        }
        catch (EstimationException impossible)
        {
            return new Reason(impossible.Message);
        }
    }
}
