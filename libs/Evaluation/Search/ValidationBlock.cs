using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Evaluation.Search;

/// <summary>A block of time that is held out and forecast by a model fitted on the rows before and after it. Rows whose label
/// overlaps a label of the block are purged on both sides. The rows after the block whose inputs look back into it are under an
/// embargo (López de Prado 2018, chapter 7). Rows are rows of the data.</summary>
/// <param name="FirstRow">Its first origin.</param>
/// <param name="EndRow">One past the row of its last origin.</param>
public sealed record ValidationBlock(int FirstRow, int EndRow)
{
    /// <summary>Splits the rows with a label and all inputs into blocks of equal size, in time order.</summary>
    /// <param name="data">The training window.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="inputs">The columns that a usable row must have.</param>
    /// <param name="fromRow">The first row that may be held out.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <exception cref="InsufficientDataException">There are fewer than 20 usable rows a block.</exception>
    public static IReadOnlyList<ValidationBlock> Plan(
        ForecastingData data, double[] labels, IReadOnlyList<string> inputs, int fromRow, int blocks)
    {
        var usable = Enumerable.Range(fromRow, Math.Max(data.Rows - fromRow, 0)).Where(row => double.IsFinite(labels[row])
            && inputs.All(name => double.IsFinite(data.Column(name)[row]))).ToArray();
        if (usable.Length < 20 * blocks)
            throw new InsufficientDataException(
                $"{data.Symbol} has {Counted.Of(usable.Length, "row")} with all inputs and an outcome up to "
                + $"{data.Sessions[^1]:yyyy-MM-dd}, too few for {blocks} blocks of at least 20 rows: use a longer history.");
        return [.. Enumerable.Range(0, blocks).Select(i => new ValidationBlock(
            usable[(int)((long)usable.Length * i / blocks)], usable[(int)((long)usable.Length * (i + 1) / blocks) - 1] + 1))];
    }

    /// <summary>The labels for training while this block is held out. They are NaN in the block, in the
    /// <paramref name="horizon"/> rows before it, whose labels end in it, and after it up to the end of its own labels and of the
    /// embargo.</summary>
    public double[] TrainingLabels(double[] labels, int horizon, int embargo)
    {
        var training = (double[])labels.Clone();
        var first = Math.Max(FirstRow - horizon, 0);
        var end = Math.Min(EndRow + Math.Max(horizon, embargo), labels.Length);
        training.AsSpan(first, end - first).Fill(double.NaN);
        return training;
    }
}
