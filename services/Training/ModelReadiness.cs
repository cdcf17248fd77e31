using Volcast.Forecasting;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>How much of a target's history one model can use.</summary>
/// <param name="Model">The forecaster.</param>
/// <param name="CompleteRows">The number of sessions with all of its inputs.</param>
/// <param name="UsableRows">The number of these sessions whose outcome is known.</param>
/// <param name="CompleteFrom">The first row with all of its inputs from <c>features.L1</c>, which come from other symbols; 0 if
/// it has none, one past the last row if there is no such row.</param>
/// <param name="FitRow">The first row at which enough usable rows have ended to fit the model; null if there is none.</param>
/// <param name="CanRun">Whether the model can be scored on at least one origin: one at or after <paramref name="FitRow"/> with
/// all inputs and a known outcome.</param>
internal sealed record ModelReadiness(
    IForecaster Model, int CompleteRows, int UsableRows, int CompleteFrom, int? FitRow, bool CanRun)
{
    /// <summary>The number of returns that a model without input columns reads: a month.</summary>
    private const int ReturnRows = 22;

    /// <param name="model">The forecaster.</param>
    /// <param name="data">The history.</param>
    /// <param name="labels">The outcome of each row; NaN if it is unknown.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="end">One past the last row that counts.</param>
    public static ModelReadiness Of(IForecaster model, TargetHistory data, double[] labels, int horizon, int end)
    {
        var first = model.Inputs.Count > 0 ? 0 : ReturnRows;
        var complete = Enumerable.Range(first, Math.Max(end - first, 0))
            .Where(row => data.IsComplete(model.Inputs, row)).ToArray();
        var usable = Array.FindAll(complete, row => double.IsFinite(labels[row]));
        int? fit = usable.Length >= model.MinimumTrainingRows
            ? usable[model.MinimumTrainingRows - 1] + horizon + 1 : null;
        return new(model, complete.Length, usable.Length, data.CompleteFrom(model.Inputs.Intersect(data.Features).ToArray()), fit,
            fit is { } row && usable[^1] >= row);
    }
}
