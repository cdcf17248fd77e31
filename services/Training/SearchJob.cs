using Volcast.Evaluation;
using Volcast.Evaluation.Search;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>Searches the parameters of a model's trees within a training window; registers nothing.</summary>
/// <param name="lake">The features.</param>
/// <param name="calendar">Knows when a session settles.</param>
/// <param name="clock">For the limit on time; the newest bar must have settled by it.</param>
/// <param name="folds">Where finished fits are kept, so that a killed run can resume; null keeps none. The caller removes them
/// when everything is done.</param>
public sealed class SearchJob(DataLake lake, TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null)
{
    /// <param name="request">Target and dates. Nothing after its <c>To</c> is read, and nothing before its <c>From</c> is used
    /// for validation.</param>
    /// <param name="model">The model whose trees are searched.</param>
    /// <param name="candidates">The number of candidates drawn.</param>
    /// <param name="timeLimit">The time after which no candidate is started; null for no limit.</param>
    /// <param name="progress">Reported after each fit.</param>
    /// <param name="stop">Stops between fits and boosting rounds.</param>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time.</exception>
    /// <exception cref="InsufficientDataException">The window is too short.</exception>
    /// <exception cref="ArgumentException">There is no such model, or it has no trees.</exception>
    public async Task<SearchResult> RunAsync(TrainingRequest request, string model, int candidates, TimeSpan? timeLimit,
        IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var history = await TargetHistory.ReadAsync(
            lake, request.Roles, calendar, clock.GetUtcNow(), stop, request.To, request.ImpliedIndex);
        var data = history.Until(request.To);
        var options = new SearchOptions
        {
            Model = model,
            Settings = TrainingWalkForward.Settings(data, request),
            Horizon = request.Horizon,
            From = request.From,
            Candidates = candidates,
            TimeLimit = timeLimit,
            Seed = request.Seed,
            DegreeOfParallelism = request.Threads,
            FoldStore = folds,
        };
        var name = $"{request.Target} search of {model}";
        return HyperparameterSearch.Run(
            data.Rows, options, clock, progress is null ? null : new FoldProgress(name, $"{name}, fits", progress), stop);
    }
}
