using System.Buffers;
using Volcast.Features.Declarations;
using Volcast.Features.Windows;

namespace Volcast.Features;

/// <summary>
/// Computes the 21 features of <see cref="FeatureCatalog.L1"/>. One session and thirty years give the same bits: every value is a
/// function of its own window alone, computed in one order of operations, whichever other rows are computed with it.
/// </summary>
/// <remarks>
/// The inputs are log returns and index levels, never prices. So neither the start of the history nor a later dividend changes a
/// value, once <see cref="FeatureCatalog.HistorySessions"/> exist. A feature is missing (<see cref="double.NaN"/>) in three
/// cases: its window reaches back before the target's first return; a return inside the window is missing (correlations tolerate
/// one in ten); an index that it needs is missing.
/// </remarks>
public static class L1Kernel
{
    /// <summary>Rows of a block: ten years at once, and a bound on the working memory.</summary>
    private const int BlockRows = 2560;

    private static int Count => L1Features.All.Count;

    /// <summary>All rows: a column for each feature, a row for each session.</summary>
    /// <exception cref="ArgumentException">An input is infinite, or an index is not above zero; the message names it.</exception>
    public static double[][] Compute(in L1Inputs inputs)
    {
        var output = new double[Count][];
        for (var feature = 0; feature < output.Length; feature++)
            output[feature] = GC.AllocateUninitializedArray<double>(inputs.Rows);
        Compute(inputs, 0, output);
        return output;
    }

    /// <summary>The rows from <paramref name="startRow"/> to the last.</summary>
    /// <param name="inputs">With the history that the first computed row needs; more history changes nothing.</param>
    /// <param name="startRow">The first row to compute.</param>
    /// <param name="output">A column for each feature, with room for the computed rows; element i belongs to row
    /// startRow + i.</param>
    /// <exception cref="ArgumentException">An input is infinite, an index is not above zero, or the output has another shape; the
    /// message says which.</exception>
    public static void Compute(in L1Inputs inputs, int startRow, double[][] output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startRow, inputs.Rows);
        var rows = inputs.Rows - startRow;
        if (output.Length != Count || Array.Exists(output, column => column.Length < rows))
            throw new ArgumentException($"The output needs {Count} columns of {rows} rows.", nameof(output));

        inputs.Validate(Math.Max(0, startRow - L1Block.Lead));
        var length = L1Block.Lead + Lanes.RoundUp(Math.Min(rows, BlockRows));
        var memory = ArrayPool<double>.Shared.Rent((Count + L1Block.ScratchColumns) * length);
        for (var done = 0; done < rows; done += BlockRows)
        {
            var scratch = new Scratch(memory, length);
            var results = scratch.Columns(Count);
            L1Block.Compute(L1Features.All, inputs, startRow + done, results, scratch);
            for (var feature = 0; feature < Count; feature++)
                results[feature].Slice(L1Block.Lead, Math.Min(BlockRows, rows - done)).CopyTo(output[feature].AsSpan(done));
        }
        ArrayPool<double>.Shared.Return(memory);
    }

    /// <summary>One row, by the same code.</summary>
    /// <param name="inputs">With the history that the row needs.</param>
    /// <param name="row">The row.</param>
    /// <param name="values">Room for a value of each feature, in the catalogue's order.</param>
    /// <exception cref="ArgumentException">As for a whole table; or there is no such row, or too little room.</exception>
    public static void ComputeRow(in L1Inputs inputs, int row, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, inputs.Rows);
        if (values.Length < Count)
            throw new ArgumentException($"The row needs room for {Count} values and has {values.Length}.", nameof(values));
        var known = inputs.Slice(0, row + 1);
        known.Validate(Math.Max(0, row - L1Block.Lead));
        var length = L1Block.Lead + Lanes.RoundUp(1);
        var memory = ArrayPool<double>.Shared.Rent((Count + L1Block.ScratchColumns) * length);
        var scratch = new Scratch(memory, length);
        var results = scratch.Columns(Count);
        L1Block.Compute(L1Features.All, known, row, results, scratch);
        for (var feature = 0; feature < Count; feature++)
            values[feature] = results[feature][L1Block.Lead];
        ArrayPool<double>.Shared.Return(memory);
    }
}
