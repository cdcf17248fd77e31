namespace Volcast.Evaluation.Comparison;

/// <summary>Losses of several models on the same forecast origins: a column for each model, a row for each origin in time order.
/// Immutable if its columns are not modified.</summary>
public sealed class LossTable
{
    /// <param name="models">Distinct names.</param>
    /// <param name="columns">A column for each model, of equal length, at least one row, every value finite.</param>
    /// <exception cref="ArgumentException">An argument breaks one of these conditions; the message names the model.</exception>
    public LossTable(IReadOnlyList<string> models, IReadOnlyList<double[]> columns)
    {
        if (models.Count == 0 || models.Count != columns.Count || columns[0].Length == 0)
            throw new ArgumentException(
                $"{models.Count} models with {columns.Count} columns of losses cannot be compared: "
                + "give one column for each model.");
        for (var i = 0; i < models.Count; i++)
        {
            if (models.Take(i).Contains(models[i]))
                throw new ArgumentException($"Two columns of losses have the name '{models[i]}'.", nameof(models));
            if (columns[i].Length != columns[0].Length)
                throw new ArgumentException(
                    $"{models[i]} has {columns[i].Length} losses and {models[0]} has {columns[0].Length}: "
                    + "models are compared on the same origins.", nameof(columns));
            var absent = Array.FindIndex(columns[i], loss => !double.IsFinite(loss));
            if (absent >= 0)
                throw new ArgumentException(
                    $"The loss of {models[i]} in row {absent} is {columns[i][absent]}; omit this origin for all models.",
                    nameof(columns));
        }
        (Models, Columns) = (models, columns);
        Means = [.. columns.Select(column => column.Average())];
    }

    public IReadOnlyList<string> Models { get; }

    /// <summary>In the order of <see cref="Models"/>.</summary>
    public IReadOnlyList<double[]> Columns { get; }

    /// <summary>Each model's mean loss, in the order of <see cref="Models"/>.</summary>
    public IReadOnlyList<double> Means { get; }

    public int Rows => Columns[0].Length;

    /// <exception cref="ArgumentException">There is no such model; the message lists the models.</exception>
    public double[] Column(string model) => Columns[IndexOf(model)];

    /// <summary>For each row, by how much a model's losses up to it are smaller in sum than those of a benchmark. Where it falls,
    /// the benchmark was better.</summary>
    /// <exception cref="ArgumentException">One of the models is missing; the message lists the models.</exception>
    public double[] CumulativeAdvantage(string model, string benchmark)
    {
        var (own, other) = (Column(model), Column(benchmark));
        var (sum, sums) = (0.0, new double[Rows]);
        for (var row = 0; row < sums.Length; row++)
            sums[row] = sum += other[row] - own[row];
        return sums;
    }

    /// <summary>The same models on some of the rows.</summary>
    public LossTable On(RowGroup group) => new(Models, [.. Columns.Select(group.Of)]);

    internal int IndexOf(string model)
    {
        for (var i = 0; i < Models.Count; i++)
            if (Models[i] == model)
                return i;
        throw new ArgumentException($"There are no losses of '{model}', only of {string.Join(", ", Models)}.", nameof(model));
    }
}
