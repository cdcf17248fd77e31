using Volcast.Evaluation;
using Volcast.Volatility;

namespace Volcast.Bench.Models;

/// <summary>The difference between Volcast's and Python's forecasts of one model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Largest">The largest difference of two forecasts, relative to Python's.</param>
/// <param name="Qlike">Mean QLIKE of ours.</param>
/// <param name="TheirQlike">Mean QLIKE of Python's.</param>
internal sealed record ForecastDifference(string Model, double Largest, double Qlike, double TheirQlike)
{
    /// <summary>The largest allowed relative difference of a forecast, for models whose result has one exact value.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>The largest allowed relative difference of the mean QLIKE, for every model.</summary>
    public const double QlikeTolerance = .01;

    /// <exception cref="BenchmarkException">Two forecasts differ, so their times cannot be compared.</exception>
    public static IEnumerable<ForecastDifference> Between(
        WalkForwardResult ours, IReadOnlyDictionary<string, double[]> theirs, IReadOnlyCollection<string> exact)
    {
        foreach (var model in ours.Models)
        {
            var their = theirs[model.Name];
            if (their.Length != model.Variance.Length)
                throw new BenchmarkException(
                    $"{model.Name} has {model.Variance.Length} forecasts and Python {their.Length}: the folds are not the same.");
            // A NaN counts as the largest difference.
            var largest = model.Variance.Zip(their, (our, python) => Math.Abs(our / python - 1)).Aggregate(0.0, Math.Max);
            if (!(largest <= Tolerance) && exact.Contains(model.Name))
                throw new BenchmarkException($"a forecast of {model.Name} differs from Python's by {largest:E1} of it, more than "
                    + $"{Tolerance:E0}: the two results differ, so their times cannot be compared.");
            var difference = new ForecastDifference(model.Name, largest, MeanQlike(model.Variance), MeanQlike(their));
            if (!(Math.Abs(difference.Qlike / difference.TheirQlike - 1) <= QlikeTolerance))
                throw new BenchmarkException($"{model.Name} has a QLIKE of {difference.Qlike:F4} and Python's "
                    + $"{difference.TheirQlike:F4}: the two results differ, so their times cannot be compared.");
            yield return difference;
        }

        double MeanQlike(double[] forecasts)
        {
            var known = Array.FindLastIndex(ours.RealizedVariance, double.IsFinite) + 1;
            return Losses.MeanQlike(ours.RealizedVariance.AsSpan(0, known), forecasts.AsSpan(0, known));
        }
    }
}
