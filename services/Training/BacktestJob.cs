using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Volatility;

namespace Volcast.Services.Training;

/// <summary>Runs a walk-forward for a file or a report; registers nothing.</summary>
/// <param name="lake">The features.</param>
/// <param name="calendar">The end of each target.</param>
/// <param name="clock">The present, by which the newest bar must have settled.</param>
/// <param name="folds">Where finished folds are kept, so that a killed run can resume; null keeps none. The caller removes them
/// when everything is done.</param>
public sealed class BacktestJob(DataLake lake, TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null)
{
    private static readonly string Benchmark = new ComparisonOptions().Benchmark;

    /// <summary>Runs the walk-forward over the origins from <c>From</c> to <c>To</c>.</summary>
    /// <remarks>Outcomes may come from sessions after <c>To</c>; forecasts never use them.</remarks>
    /// <exception cref="ArgumentException">There is no forecaster of that name; the message lists the available
    /// forecasters.</exception>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time.</exception>
    /// <exception cref="InsufficientDataException">No model can run, the horizon is longer than the data, or there are too few
    /// origins with an outcome for the comparison that the request wants.</exception>
    public async Task<BacktestResult> RunAsync(
        BacktestRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var (training, models) = (request.Training, request.Models);
        var data = await TargetHistory.ReadAsync(
            lake, training.Roles, calendar, clock.GetUtcNow(), stop, training.To, training.ImpliedIndex);
        var model = models.Contains(ForecasterCatalog.Shipped) ? ForecasterCatalog.Shipped : models[0];
        var benchmark = models.Contains(Benchmark) ? Benchmark : models[0];
        var explained = request.IsExplained ? training.Explain.Append(model).Distinct() : training.Explain;
        var options = TrainingWalkForward.Options(data, training with { Explain = [.. explained] }, models, calendar, folds) with
        {
            RefitEvery = request.RefitEvery,
            RollingRows = request.RollingRows,
        };
        if (request.IsCompared)
            RequireComparable(data.Rows, options);
        var result = TrainingWalkForward.Run(data, training, models, options, progress, stop);
        var lookBack = request.LookBackRows is not { } rows ? null : TrainingWalkForward.Run(data, training,
            [.. new[] { model, benchmark }.Distinct()], options with { RollingRows = rows, Explain = [] }, progress, stop);
        return new(result, lookBack, options, model, benchmark, data.InputDigests, lake.Kind);
    }

    /// <summary>Refuses, before anything is computed, a request with too few origins for a report.</summary>
    private static void RequireComparable(ForecastingData data, WalkForwardOptions options)
    {
        var labels = RealizedVariance.Labels(data.TargetReturns, options.Horizon);
        var first = data.FirstRowFrom(options.From!.Value);
        var end = options.To is { } to ? data.FirstRowFrom(to.AddDays(1)) : data.Rows;
        var judged = Enumerable.Range(first, Math.Max(end - first, 0)).Count(row => double.IsFinite(labels[row]));
        var needed = new ComparisonOptions().MinimumOrigins(options.Horizon);
        if (judged < needed)
            throw new InsufficientDataException(
                $"{data.Symbol} has {Counted.Of(judged, "origin")} with an outcome from {options.From:yyyy-MM-dd} to "
                + $"{options.To ?? data.Sessions[^1]:yyyy-MM-dd}, and a report over {Counted.Of(options.Horizon, "session")} "
                + $"needs at least {needed}. Choose more origins, or omit the report.");
    }
}
