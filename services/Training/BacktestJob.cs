using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>Walk-forward to a file; registers nothing.</summary>
/// <param name="lake">The features.</param>
/// <param name="calendar">The end of each target.</param>
/// <param name="folds">Where finished folds are kept for a run that is killed; null keeps none. The caller removes them when all
/// is done.</param>
public sealed class BacktestJob(DataLake lake, TradingCalendar calendar, FoldStore? folds = null)
{
    /// <summary>Walks the models forward and gives what they would have forecast on each origin from <c>From</c> to
    /// <c>To</c>.</summary>
    /// <remarks>Outcomes are taken from all that the lake holds, also after <c>To</c>; forecasts never are.</remarks>
    public async Task<WalkForwardResult> RunAsync(
        TrainingRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var data = await TrainingData.ReadAsync(lake, request.Target, stop);
        return WalkForwardEvidence.Run(data, request, calendar, folds, progress, stop);
    }
}
