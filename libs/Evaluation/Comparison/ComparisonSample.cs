using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>The forecasts that are compared, column by column. They are on the origins that have an outcome and a forecast of
/// each model that made any forecast, so that no model is scored on easier days.</summary>
public sealed record ComparisonSample
{
    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The compared rows of the walk-forward, ascending.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Ascending.</summary>
    public required DateOnly[] Origins { get; init; }

    /// <summary>Annualised.</summary>
    public required double[] RealizedVariance { get; init; }

    /// <summary>The models that made forecasts, in the order of the walk-forward.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Annualised forecast variance, a column for each of <see cref="Models"/>.</summary>
    public required IReadOnlyList<double[]> Forecasts { get; init; }

    /// <summary>The common origins of a walk-forward.</summary>
    /// <exception cref="InsufficientDataException">There is no common origin; the message says whether outcomes or forecasts are
    /// missing.</exception>
    public static ComparisonSample Of(WalkForwardResult result)
    {
        CommonOrigins.Of(result); // Throws with the reason if there is none.
        var taking = Taking(result);
        var rows = CommonRows(result, taking);
        return new()
        {
            Horizon = result.Horizon,
            Rows = rows,
            Origins = Array.ConvertAll(rows, row => result.Origins[row]),
            RealizedVariance = Array.ConvertAll(rows, row => result.RealizedVariance[row]),
            Models = ModelsOf(result),
            Forecasts = [.. taking.Select(m => Array.ConvertAll(rows, row => m.Variance[row]))],
        };
    }

    /// <summary>The models of a walk-forward that made forecasts, in its order.</summary>
    public static IReadOnlyList<string> ModelsOf(WalkForwardResult result) => [.. Taking(result).Select(model => model.Name)];

    /// <summary>Each model's loss on each origin.</summary>
    public LossTable Losses(LossFunction loss) =>
        new(Models, [.. Forecasts.Select(forecast => RealizedVariance.Zip(forecast, loss.Of).ToArray())]);

    /// <summary>One model's forecasts.</summary>
    /// <exception cref="ArgumentException">There is no such model; the message lists the models.</exception>
    public double[] Forecast(string model)
    {
        for (var i = 0; i < Models.Count; i++)
            if (Models[i] == model)
                return Forecasts[i];
        throw new ArgumentException($"'{model}' made no forecast; {string.Join(", ", Models)} did.", nameof(model));
    }

    /// <summary>The score of a model's interval on a group of the compared rows.</summary>
    /// <param name="group">Rows of this sample.</param>
    /// <param name="lower">Annualised variance, a value for each row of the walk-forward.</param>
    /// <param name="upper">The same of the upper bound.</param>
    /// <param name="coverage">Nominal, as a share.</param>
    public IntervalScore Interval(RowGroup group, double[] lower, double[] upper, double coverage) => IntervalScore.Of(
        group.Of(RealizedVariance),
        Array.ConvertAll(group.Rows, row => lower[Rows[row]]),
        Array.ConvertAll(group.Rows, row => upper[Rows[row]]),
        coverage);

    internal static ModelForecasts[] Taking(WalkForwardResult result) =>
        [.. result.Models.Where(m => m.Variance.Any(double.IsFinite))];

    internal static int[] CommonRows(WalkForwardResult result, IReadOnlyList<ModelForecasts> models) =>
        [.. Enumerable.Range(0, result.Origins.Length).Where(row =>
            double.IsFinite(result.RealizedVariance[row]) && models.All(m => double.IsFinite(m.Variance[row])))];
}
