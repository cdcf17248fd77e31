using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
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
    private static readonly string Benchmark = new ComparisonOptions().Benchmark;

    /// <summary>Walks the models forward and gives what they would have forecast on each origin from <c>From</c> to
    /// <c>To</c>.</summary>
    /// <remarks>Outcomes are taken from all that the lake holds, also after <c>To</c>; forecasts never are.</remarks>
    /// <exception cref="ArgumentException">There is no forecaster of a name; the message lists those there are.</exception>
    public async Task<BacktestOutcome> RunAsync(
        BacktestRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var (training, models) = (request.Training, request.Models);
        var data = await TrainingData.ReadAsync(lake, training.Target, stop);
        var model = models.Contains(WalkForwardEvidence.Models[0]) ? WalkForwardEvidence.Models[0] : models[0];
        var benchmark = models.Contains(Benchmark) ? Benchmark : models[0];
        var explained = request.IsExplained ? training.Explain.Append(model).Distinct() : training.Explain;
        var options = WalkForwardEvidence.Options(data, training with { Explain = [.. explained] }, calendar, folds) with
        {
            RefitEvery = request.RefitEvery,
            RollingRows = request.RollingRows,
        };
        var result = WalkForwardEvidence.Run(data, training, models, options, progress, stop);
        var lookBack = request.LookBackRows is not { } rows ? null : WalkForwardEvidence.Run(data, training,
            [.. new[] { model, benchmark }.Distinct()], options with { RollingRows = rows, Explain = [] }, progress, stop);
        return new(result, lookBack, options, model, benchmark, data.InputDigests, lake.Kind);
    }
}
