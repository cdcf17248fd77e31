using System.Numerics;
using System.Runtime.InteropServices;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>How rows are resampled.</summary>
public sealed record BlockBootstrapOptions
{
    /// <summary>The smallest number of blocks for an interval or a confidence set. With fewer, the resamplings hardly differ, and
    /// the interval is much too narrow: a series of one block always resamples to itself.</summary>
    public const int MinimumBlocks = 10;

    /// <summary>Length of a block in horizons. Targets of neighbouring origins share all but one of their sessions, and losses
    /// stay correlated beyond that.</summary>
    public const int BlocksSpanHorizons = 4;

    /// <summary>Number of neighbouring rows that are drawn together, which preserves their dependence; 20 by default.</summary>
    public int BlockLength { get; init; } = 20;

    /// <summary>Number of resampled series; 10,000 by default.</summary>
    public int Draws { get; init; } = 10_000;

    /// <summary>Random seed. The same seed gives the same draws at any parallelism.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of draws made in parallel; by default the number of processors. The result does not depend on
    /// it.</summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The smallest number of rows for an interval or a confidence set.</summary>
    public int MinimumRows => MinimumBlocks * BlockLength;

    /// <summary>The same options with blocks of at least four horizons: 20 rows up to five sessions, 88 at 22.</summary>
    /// <param name="horizon">Sessions ahead, at least 1.</param>
    public BlockBootstrapOptions For(int horizon) =>
        this with { BlockLength = Math.Max(BlockLength, BlocksSpanHorizons * horizon) };

    /// <summary>Why a series is too short to be resampled; null if it is long enough.</summary>
    internal Reason? Shortage(int rows) => rows >= MinimumRows ? null : new(
        $"{rows:N0} origins are fewer than {MinimumBlocks} blocks of {BlockLength}, too few to resample; at least "
        + $"{MinimumRows:N0} are needed.");

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Draws, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1);
    }
}

/// <summary>
/// The circular block bootstrap (Politis and Romano 1992). It rebuilds a series of n rows from blocks that start at any row with
/// equal probability and continue from the last row to the first; the last block is cut to give n rows. Each row is drawn equally
/// often, so resampled means centre on the sample mean; the moving blocks of Künsch (1989) are biased at the edges. All columns
/// are resampled by the same rows, which preserves their correlation.
/// </summary>
public static class BlockBootstrap
{
    private const int DrawsPerTask = 250;

    /// <summary>Means of the resampled columns minus the sample means: draws × columns, one draw after the other. The sum of a
    /// block is one difference of running sums, so a draw takes n/block steps for all columns together.</summary>
    /// <param name="columns">At least one column; all have the same length, at least one row and finite values.</param>
    /// <param name="options">How to resample.</param>
    /// <exception cref="ArgumentException">There are no columns, or they are empty or differ in length.</exception>
    public static double[] MeanDeviations(IReadOnlyList<double[]> columns, BlockBootstrapOptions options)
    {
        options.Validate();
        if (columns.Count == 0 || columns[0].Length == 0 || columns.Any(c => c.Length != columns[0].Length))
            throw new ArgumentException("A bootstrap needs columns of equal length with at least one row.", nameof(columns));
        var rows = columns[0].Length;
        var block = Math.Min(options.BlockLength, rows);
        var lanes = Vector<double>.Count;
        var width = (columns.Count + lanes - 1) / lanes * lanes;
        var running = RunningSums(columns, rows + block, width);
        var deviations = new double[options.Draws * columns.Count];
        var tasks = (options.Draws + DrawsPerTask - 1) / DrawsPerTask;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.DegreeOfParallelism };
        Parallel.For(0, tasks, parallel, task =>
        {
            var sums = new double[width];
            for (var draw = task * DrawsPerTask; draw < Math.Min((task + 1) * DrawsPerTask, options.Draws); draw++)
            {
                Array.Clear(sums);
                Resample(running, sums, new SplitMix64((ulong)options.Seed, draw), rows, block);
                for (var column = 0; column < columns.Count; column++)
                    deviations[draw * columns.Count + column] = sums[column] / rows;
            }
        });
        return deviations;
    }

    private static void Resample(double[] running, double[] sums, SplitMix64 random, int rows, int block)
    {
        var total = MemoryMarshal.Cast<double, Vector<double>>(sums.AsSpan());
        for (var taken = 0; taken < rows; taken += block)
        {
            var start = random.Next(rows);
            var end = start + Math.Min(block, rows - taken);
            var before = MemoryMarshal.Cast<double, Vector<double>>(running.AsSpan(start * sums.Length, sums.Length));
            var after = MemoryMarshal.Cast<double, Vector<double>>(running.AsSpan(end * sums.Length, sums.Length));
            for (var i = 0; i < total.Length; i++)
                total[i] += after[i] - before[i];
        }
    }

    /// <summary>Row t holds the sums of the centred rows before t. The columns are side by side and padded to whole vectors. The
    /// rows continue past the end of the series with its beginning.</summary>
    private static double[] RunningSums(IReadOnlyList<double[]> columns, int length, int width)
    {
        var running = new double[(length + 1) * width];
        for (var column = 0; column < columns.Count; column++)
        {
            var values = columns[column];
            var mean = values.Average();
            for (var t = 0; t < length; t++)
                running[(t + 1) * width + column] = running[t * width + column] + (values[t % values.Length] - mean);
        }
        return running;
    }
}
