using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>Runs a walk-forward of one recipe, for a comparison with another recipe on the same origins.</summary>
/// <param name="lake">The target's bars and features.</param>
/// <param name="calendar">The end of each target.</param>
/// <param name="clock">The present, by which the newest bar must have settled.</param>
/// <param name="folds">Where finished folds are kept; null keeps none.</param>
public sealed class RecipeWalkForward(DataLake lake, TradingCalendar calendar, TimeProvider clock, FoldStore? folds)
{
    /// <param name="request">The target, and the recipe's tree parameters.</param>
    /// <param name="recipe">The name of the recipe.</param>
    /// <param name="compared">The names of all recipes in the comparison: their walk-forwards begin on the same origin.</param>
    /// <param name="progress">Receives each finished fold.</param>
    /// <param name="stop">Stops between folds.</param>
    /// <exception cref="InsufficientDataException">The history is too short.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the bars.</exception>
    public async Task<WalkForwardResult> RunAsync(TrainingRequest request, string recipe, IReadOnlyList<string> compared,
        IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var history = await TargetHistory.ReadAsync(
            lake, request.Roles, calendar, clock.GetUtcNow(), stop, request.To, request.ImpliedIndex);
        var options = TrainingWalkForward.Options(history, request, compared, calendar, folds);
        return TrainingWalkForward.Run(history, [recipe], options, progress, stop);
    }
}
