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
        var data = await ReadAsync(request, stop);
        var model = models.Contains(ForecasterCatalog.Shipped) ? ForecasterCatalog.Shipped : models[0];
        var benchmark = models.Contains(Benchmark) ? Benchmark : models[0];
        var explained = request.IsExplained ? training.Explain.Append(model).Distinct() : training.Explain;
        var options = OptionsOf(data, request) with { Explain = [.. explained] };
        if (request.IsCompared)
            RequireComparable(data.Rows, options);
        var result = TrainingWalkForward.Run(data, models, options, progress, stop);
        var lookBack = request.LookBackRows is not { } rows ? null : TrainingWalkForward.Run(data,
            [.. new[] { model, benchmark }.Distinct()], options with { RollingRows = rows, Explain = [] }, progress, stop);
        return new(result, lookBack, options, model, benchmark, data.InputDigests, lake.Kind);
    }

    /// <summary>A digest over everything that determines the forecasts of <see cref="RunAsync"/>, computed from the data without
    /// running it.</summary>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time.</exception>
    /// <exception cref="InsufficientDataException">No model can run, or the horizon is longer than the data.</exception>
    public async Task<string> DigestAsync(BacktestRequest request, CancellationToken stop)
    {
        var data = await ReadAsync(request, stop);
        return TrainingWalkForward.Digest(data, request.Models, OptionsOf(data, request));
    }

    private Task<TargetHistory> ReadAsync(BacktestRequest request, CancellationToken stop) => TargetHistory.ReadAsync(lake,
        request.Training.Roles, calendar, clock.GetUtcNow(), stop, request.Training.To, request.Training.ImpliedIndex);

    private WalkForwardOptions OptionsOf(TargetHistory data, BacktestRequest request)
    {
        var options = TrainingWalkForward.Options(data, request.Training, request.Models, calendar, folds);
        if (request.Slopes is { } slopes)
            RequireEarlier(data.Rows.Symbol, slopes, options.From!.Value);
        return options with
        {
            RefitEvery = request.RefitEvery,
            RollingRows = request.RollingRows,
            Settings = options.Settings! with { Slopes = request.Slopes, LeavesOutTrees = request.LeavesOutTrees },
        };
    }

    /// <summary>Refuses slopes of which none was cut before the first origin.</summary>
    private static void RequireEarlier(string symbol, IReadOnlyList<UniversalSlopes> slopes, DateOnly first)
    {
        var oldest = slopes.Min(set => set.To);
        if (oldest >= first)
            throw new InsufficientDataException($"The oldest of the slopes were cut on {oldest:yyyy-MM-dd}, and the first origin of "
                + $"{symbol} is {first:yyyy-MM-dd}: its forecast would look ahead. Begin after the cut, or give slopes with an "
                + "earlier one.");
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
