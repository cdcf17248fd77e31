namespace Volcast.Features.Windows;

/// <summary>The rows of the table <c>features.L2</c> while they are computed: the series, with the history in front of the first
/// row, and the columns of the features.</summary>
internal readonly ref struct L2Block
{
    private readonly IReadOnlyList<FeatureDefinition> features;
    private readonly double[][] results;
    private readonly int computed;

    /// <summary>Sessions in front of the first row.</summary>
    private readonly int lead;

    private L2Block(IReadOnlyList<FeatureDefinition> features, in L2Inputs inputs, int startRow, double[][] results)
    {
        this.features = features;
        this.results = results;
        var first = Math.Max(0, startRow - features.Max(feature => feature.Window) + 1);
        lead = startRow - first;
        (Variances, Overnight) = SessionRange.Variances(inputs, first);
        Returns = inputs.LogReturns[first..];
        Vix = inputs.Vix[first..];
    }

    private L2Block(in L2Block block, int computed)
    {
        this = block;
        this.computed = computed;
    }

    /// <summary>v, the range variance of each session, annualised.</summary>
    public ReadOnlySpan<double> Variances { get; }

    /// <summary>252 · o², the overnight part of each session's variance.</summary>
    public ReadOnlySpan<double> Overnight { get; }

    /// <summary>Log returns of the target.</summary>
    public ReadOnlySpan<double> Returns { get; }

    /// <summary>Closes of the target's implied-volatility index, points.</summary>
    public ReadOnlySpan<double> Vix { get; }

    /// <summary>The column of a feature that is declared before the one being computed.</summary>
    /// <exception cref="ArgumentException">There is no such feature, or it is declared later.</exception>
    public ReadOnlySpan<double> this[string name]
    {
        get
        {
            for (var feature = 0; feature < computed; feature++)
                if (features[feature].Name == name)
                    return results[feature];
            throw new ArgumentException($"No feature '{name}' is declared before the one that reads it.", nameof(name));
        }
    }

    /// <summary>Computes every feature, in the order of their declaration.</summary>
    /// <param name="features">In the order of the columns.</param>
    /// <param name="inputs">All rows.</param>
    /// <param name="startRow">The first row to compute.</param>
    /// <param name="results">A column for each feature; element i belongs to row startRow + i.</param>
    public static void Compute(IReadOnlyList<Feature<L2Block>> features, in L2Inputs inputs, int startRow, double[][] results)
    {
        var rows = inputs.Rows - startRow;
        var block = new L2Block(features, inputs, startRow, results);
        for (var feature = 0; feature < features.Count; feature++)
            features[feature].Compute(new L2Block(block, feature), results[feature].AsSpan(0, rows));
        foreach (var column in results)
            UnifyMissing(column.AsSpan(0, rows));
    }

    /// <summary>The last <paramref name="window"/> values of a series up to a row, the oldest first; empty where the series has
    /// fewer.</summary>
    /// <param name="series">One of the series of this block.</param>
    /// <param name="row">Of the block, from 0.</param>
    /// <param name="window">In sessions.</param>
    public ReadOnlySpan<double> Last(ReadOnlySpan<double> series, int row, int window)
    {
        var end = lead + row + 1;
        return end < window ? [] : series.Slice(end - window, window);
    }

    /// <summary>The sum of <see cref="Last"/>, the oldest first; NaN where the series has fewer values.</summary>
    public double Sum(ReadOnlySpan<double> series, int row, int window)
    {
        var values = Last(series, row, window);
        if (values.IsEmpty)
            return double.NaN;
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    /// <summary>NaN has many bit patterns: leave one.</summary>
    private static void UnifyMissing(Span<double> column)
    {
        foreach (ref var value in column)
            if (double.IsNaN(value))
                value = double.NaN;
    }
}
