using System.Runtime.ExceptionServices;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>
/// Replays the past: at every refit each model learns from the rows whose label had ended by then, and then forecasts the
/// sessions up to the next refit, each from what was known on that day. What comes out is what would have been forecast.
/// Cutting off the data after some session changes no forecast at or before it.
/// </summary>
public static class WalkForward
{
    /// <summary>Runs every fold of every model, as many at a time as the options allow.</summary>
    /// <param name="data">One target.</param>
    /// <param name="forecasters">The models, of different names; each learns from all rows that its own inputs allow.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each fold, in ascending order.</param>
    /// <param name="cancellationToken">Stops between folds and boosting rounds.</param>
    /// <exception cref="InsufficientDataException">No session lies between the first and the last origin asked for.</exception>
    public static WalkForwardResult Run(
        ForecastingData data,
        IReadOnlyList<IForecaster> forecasters,
        WalkForwardOptions options,
        IProgress<WalkForwardProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options.Validate();
        if (forecasters.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two of the forecasters are called '{twice.Key}'.", nameof(forecasters));
        var fromRow = options.From is { } from ? data.FirstRowFrom(from) : 0;
        var endRow = options.To is { } to ? data.FirstRowFrom(to.AddDays(1)) : data.Rows;
        if (fromRow >= endRow)
            throw new InsufficientDataException(data.Rows == 0
                ? $"{data.Symbol} has no data."
                : $"{data.Symbol} has no session from {options.From ?? data.Sessions[0]:yyyy-MM-dd} to "
                + $"{options.To ?? data.Sessions[^1]:yyyy-MM-dd}; its data go from {data.Sessions[0]:yyyy-MM-dd} to "
                + $"{data.Sessions[^1]:yyyy-MM-dd}.");

        var labels = RealizedVariance.Labels(data.TargetReturns, options.Horizon);
        var folds = Fold.Plan(fromRow, endRow, options);
        var results = RunFolds(data, forecasters, folds, labels, options, progress, cancellationToken);

        var targetEnds = new DateOnly?[endRow - fromRow];
        for (var row = fromRow; row < endRow; row++)
            targetEnds[row - fromRow] = TargetEnd(data, row, options);
        return new WalkForwardResult
        {
            Symbol = data.Symbol,
            Horizon = options.Horizon,
            Origins = data.Sessions[fromRow..endRow].ToArray(),
            TargetEnds = targetEnds,
            RealizedVariance = labels[fromRow..endRow],
            Models = [.. forecasters.Zip(results, (forecaster, its) =>
                ModelForecasts.Assemble(forecaster.Name, data, folds, its, fromRow, options.Horizon))],
        };
    }

    private static FoldResult[][] RunFolds(
        ForecastingData data,
        IReadOnlyList<IForecaster> forecasters,
        IReadOnlyList<Fold> folds,
        double[] labels,
        WalkForwardOptions options,
        IProgress<WalkForwardProgress>? progress,
        CancellationToken cancellationToken)
    {
        var results = forecasters.Select(_ => new FoldResult[folds.Count]).ToArray();
        var total = forecasters.Count * folds.Count;
        var done = 0;
        var progressLock = new Lock();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.DegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        try
        {
            Parallel.For(0, total, parallel, unit =>
            {
                var (model, fold) = (unit % forecasters.Count, unit / forecasters.Count);
                results[model][fold] = folds[fold].Run(forecasters[model], data, labels, options.Horizon, cancellationToken);
                lock (progressLock)
                    progress?.Report(new(++done, total));
            });
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
        return results;
    }

    private static DateOnly? TargetEnd(ForecastingData data, int row, WalkForwardOptions options)
    {
        if (options.SessionAfter is { } sessionAfter)
            return sessionAfter(data.Sessions[row], options.Horizon);
        return row + options.Horizon < data.Rows ? data.Sessions[row + options.Horizon] : null;
    }
}
