using Volcast.Evaluation;
using Volcast.Volatility;

namespace Volcast.Bench.Models;

/// <summary>How far the forecasts of one model lie apart.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Largest">The largest difference of two forecasts, relative to Python's.</param>
/// <param name="Qlike">Mean QLIKE of ours.</param>
/// <param name="TheirQlike">Mean QLIKE of Python's.</param>
internal sealed record ForecastDifference(string Model, double Largest, double Qlike, double TheirQlike)
{
    /// <summary>Of each forecast, relative, of a model that is determined to the last digits.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>Of the mean QLIKE of any model, relative.</summary>
    public const double QlikeTolerance = .01;

    /// <exception cref="BenchmarkException">Two of them do not compute the same, so that their times compare nothing.</exception>
    public static IEnumerable<ForecastDifference> Between(
        WalkForwardResult ours, IReadOnlyDictionary<string, double[]> theirs, IReadOnlyCollection<string> exact)
    {
        foreach (var model in ours.Models)
        {
            var their = theirs[model.Name];
            if (their.Length != model.Variance.Length)
                throw new BenchmarkException(
                    $"{model.Name} has {model.Variance.Length} forecasts and Python {their.Length}: the folds are not the same.");
            // NaN is the greatest of all differences.
            var largest = model.Variance.Zip(their, (our, python) => Math.Abs(our / python - 1)).Aggregate(0.0, Math.Max);
            if (!(largest <= Tolerance) && exact.Contains(model.Name))
                throw new BenchmarkException($"a forecast of {model.Name} differs from Python's by {largest:E1} of it, more than "
                    + $"{Tolerance:E0}: the two do not compute the same, so their times compare nothing.");
            var difference = new ForecastDifference(model.Name, largest, MeanQlike(model.Variance), MeanQlike(their));
            if (!(Math.Abs(difference.Qlike / difference.TheirQlike - 1) <= QlikeTolerance))
                throw new BenchmarkException($"{model.Name} has a QLIKE of {difference.Qlike:F4} and Python's "
                    + $"{difference.TheirQlike:F4}: the two do not compute the same, so their times compare nothing.");
            yield return difference;
        }

        double MeanQlike(double[] forecasts)
        {
            var known = Array.FindLastIndex(ours.RealizedVariance, double.IsFinite) + 1;
            return Losses.MeanQlike(ours.RealizedVariance.AsSpan(0, known), forecasts.AsSpan(0, known));
        }
    }
}
