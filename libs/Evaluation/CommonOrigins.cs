using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>The origins on which a walk-forward's models are compared: those with an outcome, and a forecast of every model that
/// forecast at all.</summary>
/// <param name="Count">At least one.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
public sealed record CommonOrigins(int Count, DateOnly First, DateOnly Last)
{
    /// <summary>Those of a walk-forward; null where there is none.</summary>
    public static CommonOrigins? Find(WalkForwardResult result)
    {
        var taking = ComparisonSample.Taking(result);
        var rows = ComparisonSample.CommonRows(result, taking);
        return rows.Length > 0 && taking.Length > 0
            ? new(rows.Length, result.Origins[rows[0]], result.Origins[rows[^1]])
            : null;
    }

    /// <summary>Those of a walk-forward.</summary>
    /// <exception cref="InsufficientDataException">There is none; the message is that of <see cref="Absence"/>.</exception>
    public static CommonOrigins Of(WalkForwardResult result) =>
        Find(result) ?? throw new InsufficientDataException(Absence(result));

    /// <summary>Why there is none: whether outcomes or forecasts are lacking, and whose.</summary>
    public static string Absence(WalkForwardResult result)
    {
        var (first, last) = (result.Origins[0], result.Origins[^1]);
        return result.RealizedVariance.Any(double.IsFinite)
            ? $"The models of {result.Symbol} have no common origin with an outcome from {first:yyyy-MM-dd} to "
                + $"{last:yyyy-MM-dd}, so nothing can be scored: {string.Join(", ", result.Models.Select(Begins))}."
            : $"None of the {result.Origins.Length} origins of {result.Symbol} from {first:yyyy-MM-dd} to {last:yyyy-MM-dd} has "
                + $"an outcome in the data, which takes the {result.Horizon} sessions after it without a hole, so nothing can be "
                + "scored. Take earlier origins, or a later end of the data.";

        string Begins(ModelForecasts model) =>
            Array.FindIndex(model.Variance, double.IsFinite) is >= 0 and var row
                ? $"{model.Name} begins on {result.Origins[row]:yyyy-MM-dd}"
                : $"{model.Name} never forecasts{(model.SkippedOrigins is [var gap, ..] ? $" ({gap.Reason.TrimEnd('.')})" : "")}";
    }
}
