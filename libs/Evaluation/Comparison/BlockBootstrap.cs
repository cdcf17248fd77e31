using System.Numerics;
using System.Runtime.InteropServices;

namespace Volcast.Evaluation.Comparison;

/// <summary>How rows are resampled.</summary>
public sealed record BlockBootstrapOptions
{
    /// <summary>Neighbouring rows drawn together, so that their dependence survives; 20 by default, four times the default
    /// horizon. Shorter series take all of their rows as one block's length.</summary>
    public int BlockLength { get; init; } = 20;

    /// <summary>Resampled series; 10,000 by default.</summary>
    public int Draws { get; init; } = 10_000;

    /// <summary>The same seed gives the same draws, whatever the parallelism.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Draws made at a time; by default the number of processors. The result does not depend on it.</summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Draws, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1);
    }
}

/// <summary>
/// The circular block bootstrap (Politis and Romano 1992): a series of n rows is put together again from blocks that begin
/// anywhere with equal probability and run over the end to the beginning, the last block cut to make n rows. Every row is
/// drawn equally often, so that resampled means centre on the sample's, which the moving blocks of Künsch (1989) miss at
/// the edges. All columns are resampled by the same rows, which keeps their correlation.
/// </summary>
public static class BlockBootstrap
{
    private const int DrawsPerTask = 250;

    /// <summary>
    /// Means of the resampled columns less the sample means: draws × columns, one draw after the other. A block's sum is one
    /// difference of running sums, so that a draw costs n/block steps for all columns at once.
    /// </summary>
    /// <param name="columns">At least one, of equal length, at least one row, finite.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The columns are none, empty or of different lengths.</exception>
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

    /// <summary>Row t holds the sums of the centred rows before t, the columns side by side and padded to whole vectors; rows go
    /// round past the end.</summary>
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
