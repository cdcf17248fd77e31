using Volcast.Features.Declarations;
using Volcast.Features.Windows;

namespace Volcast.Features;

/// <summary>
/// Computes the features of <see cref="FeatureCatalog.L2"/> under the rules of <see cref="L1Kernel"/>: every value is a function
/// of its own history alone, added up in one order, so that one session and thirty years give the same bits.
/// </summary>
/// <remarks>
/// Windows count bars. The return into the first bar after a gap spans the gap and counts as that bar's return, as in
/// <c>features.L1</c>. A feature is missing (<see cref="double.NaN"/>) until its window is full, and where a price or return
/// inside the window is missing.
/// </remarks>
public static class L2Kernel
{
    /// <summary>All rows: a column for each feature, a row for each session.</summary>
    /// <exception cref="ArgumentException">A price is not above zero, or an input is infinite; the message names it.</exception>
    public static double[][] Compute(in L2Inputs inputs) => Compute(L2Features.All, inputs);

    /// <summary>The rows from <paramref name="startRow"/> to the last.</summary>
    /// <param name="inputs">With the history that the first computed row needs; more history changes nothing.</param>
    /// <param name="startRow">The first row to compute.</param>
    /// <param name="output">A column for each feature, with room for the computed rows; element i belongs to row
    /// startRow + i.</param>
    /// <exception cref="ArgumentException">A price is not above zero, an input is infinite, or the output has another shape; the
    /// message says which.</exception>
    public static void Compute(in L2Inputs inputs, int startRow, double[][] output) =>
        Compute(L2Features.All, inputs, startRow, output);

    /// <summary>All rows of the given features.</summary>
    internal static double[][] Compute(IReadOnlyList<Feature<L2Block>> features, in L2Inputs inputs)
    {
        var output = new double[features.Count][];
        for (var feature = 0; feature < output.Length; feature++)
            output[feature] = new double[inputs.Rows];
        Compute(features, inputs, 0, output);
        return output;
    }

    private static void Compute(IReadOnlyList<Feature<L2Block>> features, in L2Inputs inputs, int startRow, double[][] output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startRow, inputs.Rows);
        var rows = inputs.Rows - startRow;
        if (output.Length != features.Count || Array.Exists(output, column => column.Length < rows))
            throw new ArgumentException($"The output needs {features.Count} columns of {rows} rows.", nameof(output));
        L2Block.Compute(features, inputs, startRow, output);
    }
}
