using System.Buffers;
using Volcast.Features.Windows;

namespace Volcast.Features;

/// <summary>
/// Computes the 21 features of <see cref="FeatureCatalog.L1"/>, for thirty years or for one day with the same bits: every value
/// is a function of its own window alone, worked out in one order of operations, whichever rows are asked for beside it.
/// </summary>
/// <remarks>
/// Only log returns and index levels enter, never a price. So neither the day on which the history begins nor a dividend paid
/// later changes a value, once <see cref="FeatureCatalog.HistorySessions"/> exist. A feature is absent
/// (<see cref="double.NaN"/>) while its window reaches back before the target's first return, where a return inside it is absent
/// (correlations bear one in ten), and where an index is absent.
/// </remarks>
public static class L1Kernel
{
    /// <summary>Rows of a block: ten years in one go, and a bound on the working memory.</summary>
    private const int BlockRows = 2560;

    private static int Count => FeatureCatalog.L1.Count;

    /// <summary>All rows: a column for each feature, a row for each session.</summary>
    /// <exception cref="ArgumentException">An input is infinite, or an index is not above zero; the message names it.</exception>
    public static double[][] Compute(in FeatureInputs inputs)
    {
        var output = new double[Count][];
        for (var feature = 0; feature < output.Length; feature++)
            output[feature] = GC.AllocateUninitializedArray<double>(inputs.Rows);
        Compute(inputs, 0, output);
        return output;
    }

    /// <summary>Rows <paramref name="startRow"/>, +1, … to the last.</summary>
    /// <param name="inputs">With the history that the first row asked for needs; more changes nothing.</param>
    /// <param name="startRow">The first row to compute.</param>
    /// <param name="output">21 columns with room for the rows asked for; element i belongs to row startRow + i.</param>
    /// <exception cref="ArgumentException">An input is infinite, or an index is not above zero, or the output has another
    /// shape; the message says which.</exception>
    public static void Compute(in FeatureInputs inputs, int startRow, double[][] output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startRow, inputs.Rows);
        var rows = inputs.Rows - startRow;
        if (output.Length != Count || Array.Exists(output, column => column.Length < rows))
            throw new ArgumentException($"The output needs {Count} columns of {rows} rows.", nameof(output));

        inputs.Validate(Math.Max(0, startRow - FeatureBlock.Lead));
        var length = FeatureBlock.Lead + Lanes.RoundUp(Math.Min(rows, BlockRows));
        var memory = ArrayPool<double>.Shared.Rent((Count + FeatureBlock.ScratchColumns) * length);
        for (var done = 0; done < rows; done += BlockRows)
        {
            var scratch = new Scratch(memory, length);
            var results = scratch.Columns(Count);
            FeatureBlock.Compute(inputs, startRow + done, results, scratch);
            for (var feature = 0; feature < Count; feature++)
                results[feature].Slice(FeatureBlock.Lead, Math.Min(BlockRows, rows - done)).CopyTo(output[feature].AsSpan(done));
        }
        ArrayPool<double>.Shared.Return(memory);
    }

    /// <summary>One row, by the same code.</summary>
    /// <param name="inputs">With the history that the row needs.</param>
    /// <param name="row">The row.</param>
    /// <param name="values">Room for 21 values, in the catalogue's order.</param>
    /// <exception cref="ArgumentException">As for a whole table; or there is no such row, or too little room.</exception>
    public static void ComputeRow(in FeatureInputs inputs, int row, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, inputs.Rows);
        if (values.Length < Count)
            throw new ArgumentException($"The row needs room for {Count} values and has {values.Length}.", nameof(values));
        var output = new double[Count][];
        for (var feature = 0; feature < output.Length; feature++)
            output[feature] = new double[1];
        Compute(inputs.Slice(0, row + 1), row, output);
        for (var feature = 0; feature < output.Length; feature++)
            values[feature] = output[feature][0];
    }
}
