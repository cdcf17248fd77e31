using Volcast.Forecasting;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>What one model finds in a target's history.</summary>
/// <param name="Model">The forecaster.</param>
/// <param name="CompleteRows">Sessions with all of its inputs.</param>
/// <param name="UsableRows">Those of them whose outcome is known.</param>
/// <param name="CompleteFrom">The first row with all of its inputs among <c>features.L1</c>, what comes from the other symbols; 0
/// where it reads none, one past the last row where there is no such row.</param>
/// <param name="FitRow">The first row on which enough usable rows have ended to learn from; null where there is none.</param>
/// <param name="CanRun">Whether it could be judged on one origin at least: on or after <paramref name="FitRow"/>, with all inputs
/// and a known training.</param>
internal sealed record ModelReadiness(
    IForecaster Model, int CompleteRows, int UsableRows, int CompleteFrom, int? FitRow, bool CanRun)
{
    /// <summary>The returns that a model reads which has no input of its own: a month.</summary>
    private const int ReturnRows = 22;

    /// <param name="model">The forecaster.</param>
    /// <param name="data">The history.</param>
    /// <param name="labels">The outcome of each row; NaN where it is unknown.</param>
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
