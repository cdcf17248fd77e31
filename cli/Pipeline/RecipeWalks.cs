using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Promotion;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>Lets the promotion service ask the training service for a walk-forward.</summary>
internal static class RecipeWalks
{
    /// <returns>Null without a lake.</returns>
    public static RecipeWalker? On(DataLake? lake, TradingCalendar calendar, TimeProvider clock, FoldStore? folds)
    {
        if (lake is null)
            return null;
        var training = new RecipeWalkForward(lake, calendar, clock, folds);
        return (walk, progress, stop) => training.RunAsync(
            new TrainingRequest(walk.Roles, walk.Horizon)
            {
                ImpliedIndex = walk.ImpliedIndex,
                Seed = walk.Seed,
                Threads = walk.Threads,
                TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [walk.Recipe] = walk.TreeParameters,
                },
            },
            walk.Recipe, walk.Compared, progress, stop);
    }
}
