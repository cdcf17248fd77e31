using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Volcast.Evaluation.Resume;
using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>Replays the past. At each refit a model learns from the rows whose label had ended by then. It then forecasts the
/// sessions up to the next refit, each from what was known on that day. The results are what would have been forecast. Cutting
/// off the data after a session changes no forecast at or before it.</summary>
public static class WalkForward
{
    /// <summary>Runs every fold of every model, in parallel as the options allow.</summary>
    /// <param name="data">One target.</param>
    /// <param name="forecasters">The models, with distinct names; each learns from all rows that have its own inputs.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Reported after each fold, in ascending order.</param>
    /// <param name="cancellationToken">Stops between folds and boosting rounds.</param>
    /// <exception cref="InsufficientDataException">There is no session between the first and the last requested origin, or the
    /// horizon is longer than the data.</exception>
    public static WalkForwardResult Run(
        ForecastingData data,
        IReadOnlyList<IForecaster> forecasters,
        WalkForwardOptions options,
        IProgress<WalkForwardProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options.Validate();
        if (forecasters.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two forecasters have the name '{twice.Key}'.", nameof(forecasters));
        var fromRow = options.From is { } from ? data.FirstRowFrom(from) : 0;
        var endRow = options.To is { } to ? data.FirstRowFrom(to.AddDays(1)) : data.Rows;
        if (fromRow >= endRow)
            throw new InsufficientDataException(data.Rows == 0
                ? $"{data.Symbol} has no data."
                : $"{data.Symbol} has no session from {options.From ?? data.Sessions[0]:yyyy-MM-dd} to "
                + $"{options.To ?? data.Sessions[^1]:yyyy-MM-dd}; its data go from {data.Sessions[0]:yyyy-MM-dd} to "
                + $"{data.Sessions[^1]:yyyy-MM-dd}.");

        RequireOutcomes(data, options.Horizon);
        var labels = RealizedVariance.Labels(data.TargetReturns, options.Horizon);
        var folds = Fold.Plan(fromRow, endRow, options);
        var results = RunFolds(data, forecasters, folds, labels, options, progress, cancellationToken);

        var kept = forecasters.Select((f, i) =>
            ReuseParameters(f, data, labels, folds, results[i], options, cancellationToken)).ToArray();

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
            RealizedRangeVariance = RangeOutcome.Of(data, options.Horizon)?[fromRow..endRow],
            Models = [.. forecasters.Select((forecaster, i) =>
                ModelForecasts.Assemble(forecaster.Name, data, folds, results[i], labels, fromRow, options.Horizon) with
                {
                    Reasons = ReasonsByOrigin.Joined(results[i], fromRow - folds[0].RefitRow),
                    ReusedParameters = [.. kept[i].Where(k => k.To >= data.Sessions[fromRow])],
                })],
        };
    }

    /// <summary>A digest over everything that determines the result of <see cref="Run"/>: the bits of the data, the settings, the
    /// options, the models with their inputs, libxgboost and the build of the code. It is the same on any machine and with any
    /// parallelism.</summary>
    /// <param name="data">One target.</param>
    /// <param name="forecasters">The models.</param>
    /// <param name="options">The options; they have settings.</param>
    public static string DigestOf(
        ForecastingData data, IReadOnlyList<IForecaster> forecasters, WalkForwardOptions options) => RunDigest.OfUnit(
            RunDigest.Of(data, options.Settings!, options.Identity),
            string.Join('\n', forecasters.Select(model => $"{model.Name}: {string.Join(' ', model.Inputs)}")));

    /// <summary>Refuses a horizon that is longer than the data.</summary>
    /// <exception cref="InsufficientDataException">It is longer than the data.</exception>
    public static void RequireOutcomes(ForecastingData data, int horizon)
    {
        if (horizon >= data.Rows)
            throw new InsufficientDataException(data.Rows == 0
                ? $"{data.Symbol} has no data."
                : $"{data.Symbol} has {Counted.Of(data.Rows, "session")}, from {data.Sessions[0]:yyyy-MM-dd} to "
                + $"{data.Sessions[^1]:yyyy-MM-dd}, and a horizon of {Counted.Of(horizon, "session")} is longer, so no outcome "
                + "is known. Use a longer history or a shorter horizon.");
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
        var results = forecasters.Select(_ => new FoldResult?[folds.Count]).ToArray();
        var total = forecasters.Count * folds.Count;
        var run = options.FoldStore is null ? "" : RunDigest.Of(data, options.Settings!, options.Identity);
        var kept = options.FoldStore?.Open(run);
        var resumed = 0;
        for (var unit = 0; kept is not null && unit < total; unit++)
            resumed += (results[ModelOf(unit)][FoldOf(unit)] = kept.Read(Key(unit), folds[FoldOf(unit)].Origins)) is null ? 0 : 1;
        var done = resumed;
        if (resumed > 0)
            progress?.Report(new(done, total, resumed));
        var progressLock = new Lock();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.DegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        try
        {
            // Units are handed out one by one: trees take hundreds of times as long, so fixed shares would leave threads idle.
            var units = Partitioner.Create(Enumerable.Range(0, total), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(units, parallel, unit =>
            {
                if (results[ModelOf(unit)][FoldOf(unit)] is not null)
                    return;
                var forecaster = forecasters[ModelOf(unit)];
                var result = folds[FoldOf(unit)].Run(forecaster, data, labels, options.Horizon,
                    options.Explain.Contains(forecaster.Name), cancellationToken);
                kept?.Write(Key(unit), result);
                results[ModelOf(unit)][FoldOf(unit)] = result;
                lock (progressLock)
                    progress?.Report(new(++done, total, resumed));
            });
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
        return [.. results.Select(model => Array.ConvertAll(model, fold => fold!))];

        int ModelOf(int unit) => unit % forecasters.Count;

        int FoldOf(int unit) => unit / forecasters.Count;

        string Key(int unit)
        {
            var model = forecasters[ModelOf(unit)];
            var explained = options.Explain.Contains(model.Name);
            return RunDigest.OfUnit(run, $"{model.Name}: {string.Join(' ', model.Inputs)}; {folds[FoldOf(unit)]}; {explained}");
        }
    }

    /// <summary>If the rows of a fold did not determine the parameters, its origins use those of the newest earlier successful
    /// fold. Folds are independent of each other; a fit is deterministic, so repeating it gives the earlier parameters.</summary>
    private static List<ReusedParameters> ReuseParameters(IForecaster forecaster, ForecastingData data, double[] labels,
        IReadOnlyList<Fold> folds, FoldResult[] results, WalkForwardOptions options, CancellationToken cancellationToken)
    {
        var warnings = new List<ReusedParameters>();
        Fold? fitted = null;
        for (var i = 0; i < folds.Count; i++)
        {
            if (results[i].IsFitted)
                fitted = folds[i];
            if (!results[i].IsNotEstimated || fitted is null)
                continue;
            var failed = results[i].SkippedOrigins[0];
            results[i] = folds[i].RunFittedAt(fitted, forecaster, data, labels, options.Horizon,
                options.Explain.Contains(forecaster.Name), cancellationToken);
            warnings.Add(new(failed.Model, failed.From, failed.To, data.Sessions[fitted.RefitRow], failed.Reason));
        }
        return warnings;
    }

    private static DateOnly? TargetEnd(ForecastingData data, int row, WalkForwardOptions options)
    {
        if (options.SessionAfter is { } sessionAfter)
            return sessionAfter(data.Sessions[row], options.Horizon);
        return row + options.Horizon < data.Rows ? data.Sessions[row + options.Horizon] : null;
    }
}
