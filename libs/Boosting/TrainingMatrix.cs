using Volcast.Boosting.Interop;

namespace Volcast.Boosting;

/// <summary>
/// The training rows of a <see cref="Booster"/>: dense features and, for each row, a label and optionally a weight and a base
/// margin. The values are copied, so the caller can reuse the spans.
/// </summary>
/// <remarks>Not thread-safe. Dispose it, because it holds native memory; a booster trained on it no longer needs
/// it.</remarks>
public sealed class TrainingMatrix : IDisposable
{
    private readonly DMatrixHandle handle;

    private TrainingMatrix(DMatrixHandle handle, int rows, int columns)
    {
        this.handle = handle;
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Names of the columns, in order; empty unless set.</summary>
    public IReadOnlyList<string> FeatureNames { get; private set; } = [];

    internal DMatrixHandle Handle => handle;

    internal bool HasLabels { get; private set; }

    /// <param name="values">Row after row; NaN marks a missing value, for which every split learns a direction.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <exception cref="ArgumentException">The number of values is not rows × columns, or one is infinite.</exception>
    /// <exception cref="XGBoostNotFoundException">There is no libxgboost; the message says how to get it.</exception>
    public static TrainingMatrix FromRowMajor(ReadOnlySpan<float> values, int rows, int columns) =>
        new(DenseMatrix.Create(values, rows, columns), rows, columns);

    /// <summary>The label of each row. The objective checks its own conditions (<c>reg:gamma</c>: positive) when training
    /// begins.</summary>
    /// <exception cref="ArgumentException">A label is NaN or infinite (the message names the row), or their number is
    /// wrong.</exception>
    public void SetLabels(ReadOnlySpan<float> labels)
    {
        SetRowInfo("label", labels);
        HasLabels = true;
    }

    /// <summary>The weight of each row, at least 0; 1 by default.</summary>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite (the message names the row), or their number is
    /// wrong.</exception>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        for (var row = 0; row < weights.Length; row++)
            if (weights[row] < 0)
                throw new ArgumentException($"The weight of row {row} is {weights[row]}; it must not be negative.",
                    nameof(weights));
        SetRowInfo("weight", weights);
    }

    /// <summary>
    /// The margin from which each row's boosting starts, instead of <c>base_score</c>; with it a booster learns the residual of
    /// another model. It is on the margin's scale (for <c>reg:gamma</c> the natural log of the prediction, for
    /// <c>binary:logistic</c> the logit). It is not part of the model: predict with the margins of the new rows, or with zeros
    /// for the trees alone.
    /// </summary>
    /// <exception cref="ArgumentException">A margin is NaN or infinite (the message names the row), or their number is
    /// wrong.</exception>
    public void SetBaseMargin(ReadOnlySpan<float> margin)
    {
        // A row can have several outputs here, so the library compares with the objective.
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        DenseMatrix.SetInfo(handle, "base_margin", margin, Rows);
    }

    /// <summary>Names the columns; a booster trained on this matrix keeps them in its model.</summary>
    /// <exception cref="ArgumentException">The number of names is not that of the columns, a name is empty, or two are
    /// equal.</exception>
    public void SetFeatureNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != Columns)
            throw new ArgumentException($"There are {names.Count} names for {Columns} columns.", nameof(names));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (string.IsNullOrWhiteSpace(name) || !seen.Add(name))
                throw new ArgumentException($"The feature name '{name}' is empty or given twice.", nameof(names));
        FeatureNames = [.. names];
    }

    public void Dispose() => handle.Dispose();

    private void SetRowInfo(string field, ReadOnlySpan<float> values)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        if (values.Length != Rows)
            throw new ArgumentException($"{values.Length} values of {field} do not match {Rows} rows.", nameof(values));
        DenseMatrix.SetInfo(handle, field, values, Rows);
    }
}
