using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Volcast.Evaluation.Resume;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Search;

/// <summary>Searches the parameters of a model's trees within a training window. Candidates are drawn at random and scored by
/// QLIKE on blocks of time that are held out in turn, with purged rows and an embargo. Shuffled folds would train on the
/// neighbours of a held-out row and flatter every candidate.</summary>
public static class HyperparameterSearch
{
    /// <param name="data">The training window; the search reads nothing after its end.</param>
    /// <param name="options">The options of the search.</param>
    /// <param name="clock">The clock of the time limit.</param>
    /// <param name="progress">Reported after each fit.</param>
    /// <param name="cancellationToken">Stops between fits and boosting rounds.</param>
    /// <exception cref="InsufficientDataException">The window is too short for the blocks, or for the model.</exception>
    /// <exception cref="ArgumentException">There is no such model, or it has no trees.</exception>
    public static SearchResult Run(ForecastingData data, SearchOptions options, TimeProvider clock,
        IProgress<WalkForwardProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var started = clock.GetTimestamp();
        var labels = RealizedVariance.Labels(data.TargetReturns, options.Horizon);
        var model = ForecasterCatalog.Create(options.Model, options.Settings);
        var blocks = ValidationBlock.Plan(
            data, labels, model.Inputs, options.From is { } from ? data.FirstRowFrom(from) : 0, options.Blocks);
        var inForce = InForce(model, data, labels, options, cancellationToken);
        SortedDictionary<string, string>[] candidates =
            [inForce, .. Enumerable.Range(1, options.Candidates).Select(i => options.Space.Draw((ulong)options.Seed, i))];

        var losses = new BlockLosses(data, labels, blocks, candidates, options, progress);
        var count = losses.Run(clock, started, cancellationToken);
        var first = losses.Of(0);
        var judged = Enumerable.Range(0, count).Select(i => Judge(i, candidates[i], losses.Of(i), first)).ToArray();
        var best = judged.MinBy(c => c.Qlike)!;
        var chosen = best.Gain > best.GainStandardError ? best : judged[0];
        return new SearchResult
        {
            Model = options.Model,
            Symbol = data.Symbol,
            Horizon = options.Horizon,
            Seed = options.Seed,
            LastSession = data.Sessions[^1],
            Embargo = options.Embargo,
            Blocks = [.. blocks.Select(b => new SearchedBlock(
                data.Sessions[b.FirstRow], data.Sessions[b.EndRow - 1], losses.OriginsOf(b)))],
            IsCutShort = count < candidates.Length,
            Best = best.Number,
            Chosen = chosen.Number,
            Parameters = chosen.Parameters,
            Candidates = judged,
        };
    }

    private static SearchCandidate Judge(
        int number, IReadOnlyDictionary<string, string> parameters, double[] losses, double[] inForce)
    {
        var gains = inForce.Zip(losses, (before, after) => before - after).ToArray();
        var mean = gains.Average();
        var variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1);
        return new(number, parameters, losses.Average(), losses, mean, Math.Sqrt(variance / gains.Length));
    }

    /// <summary>The current values of the searched parameters, read from a fit.</summary>
    private static SortedDictionary<string, string> InForce(IForecaster model, ForecastingData data, double[] labels,
        SearchOptions options, CancellationToken cancellationToken)
    {
        using var fitted = model.Fit(data, labels, options.Horizon, cancellationToken);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _, _, _, _) in options.Space.Ranges)
            if (TreeParameters.Of(fitted.Spec, name) is { } value)
                values.Add(name, value);
        return values.Count > 0
            ? values
            : throw new ArgumentException(
                $"{options.Model} has no trees, so there are no parameters to search.", nameof(options));
    }

    /// <summary>The mean QLIKE of each candidate on each block. Each pair is an independent unit of work.</summary>
    private sealed class BlockLosses(ForecastingData data, double[] labels, IReadOnlyList<ValidationBlock> blocks,
        SortedDictionary<string, string>[] candidates, SearchOptions options, IProgress<WalkForwardProgress>? progress)
    {
        private readonly double[][] qlikes = [.. candidates.Select(_ => new double[blocks.Count])];

        public double[] Of(int candidate) => qlikes[candidate];

        public int OriginsOf(ValidationBlock block) => Enumerable.Range(block.FirstRow, block.EndRow - block.FirstRow)
            .Count(row => double.IsFinite(labels[row]));

        /// <summary>Works candidate by candidate, so that started candidates are finished when the time is over.</summary>
        /// <returns>The number of finished candidates.</returns>
        public int Run(TimeProvider clock, long started, CancellationToken cancellationToken)
        {
            var run = options.FoldStore is null ? "" : RunDigest.Of(data, options.Settings, options.Identity);
            var kept = options.FoldStore?.Open(run);
            var resumed = new HashSet<(int Candidate, int Block)>();
            for (var candidate = 0; kept is not null && candidate < candidates.Length; candidate++)
                for (var block = 0; block < blocks.Count; block++)
                    if (kept.Read(Key(candidate, block), Rows(block)) is { } found)
                    {
                        qlikes[candidate][block] = Qlike(found.Variance, blocks[block]);
                        resumed.Add((candidate, block));
                    }
            var (begun, done, total) = (0, resumed.Count, candidates.Length * blocks.Count);
            if (done > 0)
                progress?.Report(new(done, total, resumed.Count));
            var progressLock = new Lock();
            var parallel = new ParallelOptions
            {
                MaxDegreeOfParallelism = options.DegreeOfParallelism,
                CancellationToken = cancellationToken,
            };
            try
            {
                Parallel.ForEach(Partitioner.Create(Units(), EnumerablePartitionerOptions.NoBuffering), parallel, unit =>
                {
                    var variance = Forecast(candidates[unit.Candidate], blocks[unit.Block], cancellationToken);
                    kept?.Write(Key(unit.Candidate, unit.Block), new(variance, []));
                    qlikes[unit.Candidate][unit.Block] = Qlike(variance, blocks[unit.Block]);
                    lock (progressLock)
                        progress?.Report(new(++done, total, resumed.Count));
                });
            }
            catch (AggregateException errors)
            {
                ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
            }
            return begun;

            IEnumerable<(int Candidate, int Block)> Units()
            {
                for (begun = 0; begun < candidates.Length; begun++)
                {
                    if (begun > 0 && clock.GetElapsedTime(started) >= options.TimeLimit)
                        yield break;
                    for (var block = 0; block < blocks.Count; block++)
                        if (!resumed.Contains((begun, block)))
                            yield return (begun, block);
                }
            }

            int Rows(int block) => blocks[block].EndRow - blocks[block].FirstRow;

            string Key(int candidate, int block) =>
                RunDigest.OfUnit(run, $"{string.Join(' ', candidates[candidate])}; {blocks[block]}");
        }

        private double[] Forecast(
            IReadOnlyDictionary<string, string> parameters, ValidationBlock block, CancellationToken cancellationToken)
        {
            var trees = options.Settings.TreeParameters.ToDictionary(p => p.Key, p => p.Value);
            trees[options.Model] = parameters;
            var model = ForecasterCatalog.Create(options.Model, options.Settings with { TreeParameters = trees });
            using var fitted = model.Fit(
                data, block.TrainingLabels(labels, options.Horizon, options.Embargo), options.Horizon, cancellationToken);
            foreach (var (name, value) in parameters)
                if (TreeParameters.Of(fitted.Spec, name) != value)
                    throw new InvalidOperationException($"{options.Model} was given {name} = {value} and was fitted with "
                        + $"{TreeParameters.Of(fitted.Spec, name) ?? "none"}: it ignores tree parameters.");
            var variance = new double[block.EndRow - block.FirstRow];
            for (var row = block.FirstRow; row < block.EndRow; row++)
                variance[row - block.FirstRow] = fitted.Forecast(data.KnownAt(row));
            return variance;
        }

        private double Qlike(double[] variance, ValidationBlock block)
        {
            var rows = Enumerable.Range(0, variance.Length)
                .Where(i => double.IsFinite(variance[i]) && double.IsFinite(labels[block.FirstRow + i])).ToArray();
            return Losses.MeanQlike(
                Array.ConvertAll(rows, i => labels[block.FirstRow + i]), Array.ConvertAll(rows, i => variance[i]));
        }
    }
}
