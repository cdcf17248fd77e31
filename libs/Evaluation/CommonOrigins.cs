using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Evaluation;

/// <summary>The origins on which a walk-forward's models are compared: those that have an outcome and a forecast of each model
/// that made any forecast.</summary>
/// <param name="Count">The number of common origins, at least one.</param>
/// <param name="First">The first common origin.</param>
/// <param name="Last">The last common origin.</param>
public sealed record CommonOrigins(int Count, DateOnly First, DateOnly Last)
{
    /// <summary>The common origins of a walk-forward; null if it has none.</summary>
    public static CommonOrigins? Find(WalkForwardResult result)
    {
        var taking = ComparisonSample.Taking(result);
        var rows = ComparisonSample.CommonRows(result, taking);
        return rows.Length > 0 && taking.Length > 0
            ? new(rows.Length, result.Origins[rows[0]], result.Origins[rows[^1]])
            : null;
    }

    /// <summary>The common origins of a walk-forward.</summary>
    /// <exception cref="InsufficientDataException">The walk-forward has no common origin; <see cref="Absence"/> gives the
    /// message.</exception>
    public static CommonOrigins Of(WalkForwardResult result) =>
        Find(result) ?? throw new InsufficientDataException(Absence(result));

    /// <summary>Why a walk-forward has no common origin: whether outcomes or forecasts are missing, and which models lack
    /// them.</summary>
    public static string Absence(WalkForwardResult result)
    {
        var (first, last) = (result.Origins[0], result.Origins[^1]);
        return result.RealizedVariance.Any(double.IsFinite)
            ? $"The models of {result.Symbol} have no common origin with an outcome from {first:yyyy-MM-dd} to "
                + $"{last:yyyy-MM-dd}, so nothing can be scored: {string.Join(", ", result.Models.Select(Begins))}."
            : $"None of the {Counted.Of(result.Origins.Length, "origin")} of {result.Symbol} from {first:yyyy-MM-dd} to "
                + $"{last:yyyy-MM-dd} has an outcome in the data. An outcome needs the next "
                + $"{Counted.Of(result.Horizon, "session")} without a gap, so nothing can be scored. Use earlier origins, or data that end later.";

        string Begins(ModelForecasts model) =>
            Array.FindIndex(model.Variance, double.IsFinite) is >= 0 and var row
                ? $"{model.Name} begins on {result.Origins[row]:yyyy-MM-dd}"
                : $"{model.Name} never forecasts{(model.SkippedOrigins is [var gap, ..] ? $" ({gap.Reason.TrimEnd('.')})" : "")}";
    }
}
