using System.Numerics;

namespace Volcast.Features.Windows;

/// <summary>One block of rows of the table <c>features.L1</c> while it is computed: the inputs, the sums that several features
/// share, and the columns of the features.</summary>
internal readonly ref struct L1Block
{
    /// <summary>Rows in front of a block that only fill its windows: 250 sessions, and room to begin each step at a multiple of
    /// the vector's lanes. The results in these rows are meaningless.</summary>
    public const int Lead = 264;

    /// <summary>The windows of <see cref="SumsOfSquares"/>, in sessions.</summary>
    private static ReadOnlySpan<int> SquareWindows => [5, 10, 20, 60];

    private readonly Columns sumsOfSquares;
    private readonly Columns results;
    private readonly IReadOnlyList<FeatureDefinition> features;
    private readonly int firstRow;
    private readonly int computed;

    /// <param name="features">In the order of the columns.</param>
    /// <param name="inputs">All rows.</param>
    /// <param name="startRow">The row of the block's first result, behind the lead.</param>
    /// <param name="results">A column for each feature.</param>
    /// <param name="scratch">Room for <see cref="ScratchColumns"/>.</param>
    private L1Block(
        IReadOnlyList<FeatureDefinition> features, in L1Inputs inputs, int startRow, Columns results, Scratch scratch)
    {
        this.features = features;
        this.results = results;
        firstRow = startRow - Lead;
        Inputs = inputs;
        Target = Load(inputs.TargetReturns, scratch.Column());
        Tlt = Load(inputs.TltReturns, scratch.Column());
        Hyg = Load(inputs.HygReturns, scratch.Column());
        Origin = FirstReturn(inputs.TargetReturns, scratch.Column());
        Growth = scratch.Column();
        for (var i = 0; i < Growth.Length; i++)
            Growth[i] = Math.Exp(-Target[i]);
        sumsOfSquares = scratch.Columns(SquareWindows.Length);
        SumSquares(Target, sumsOfSquares, scratch);
        TargetTlt = new Pearson(Target, Tlt, Origin, ref scratch);
        TargetHyg = new Pearson(Target, Hyg, Origin, ref scratch);
        Scratch = scratch;
    }

    private L1Block(in L1Block block, int computed)
    {
        this = block;
        this.computed = computed;
    }

    /// <summary>Working columns beside the results: five of inputs, the sums of squares, the moments of two pairs, and room for
    /// one feature at a time, of which the RSI needs most.</summary>
    public static int ScratchColumns =>
        5 + SquareWindows.Length + 2 * Pearson.Moments + WilderRsi.ScratchColumns(WilderRsi.Changes);

    /// <summary>All rows of the inputs.</summary>
    public L1Inputs Inputs { get; }

    /// <summary>Log returns of the target.</summary>
    public Span<double> Target { get; }

    /// <summary>Log returns of long treasuries.</summary>
    public Span<double> Tlt { get; }

    /// <summary>Log returns of high-yield bonds.</summary>
    public Span<double> Hyg { get; }

    /// <summary>0 from the target's first return on, NaN before: a window that began earlier would change with the
    /// look-back.</summary>
    public Span<double> Origin { get; }

    /// <summary>C(t−1)/C(t) of the target, the factor of one step back.</summary>
    public Span<double> Growth { get; }

    /// <summary>The target's correlation with long treasuries, over either window.</summary>
    public Pearson TargetTlt { get; }

    /// <summary>The target's correlation with high-yield bonds, over either window.</summary>
    public Pearson TargetHyg { get; }

    /// <summary>Working columns for one feature.</summary>
    public Scratch Scratch { get; }

    /// <summary>The column of a feature that is declared before the one being computed.</summary>
    /// <exception cref="ArgumentException">There is no such feature, or it is declared later.</exception>
    public Span<double> this[string name]
    {
        get
        {
            for (var feature = 0; feature < computed; feature++)
                if (features[feature].Name == name)
                    return results[feature];
            throw new ArgumentException($"No feature '{name}' is declared before the one that reads it.", nameof(name));
        }
    }

    /// <summary>The target's squared returns, summed over the last 5, 10, 20 or 60 sessions.</summary>
    public Span<double> SumsOfSquares(int window) => sumsOfSquares[SquareWindows.IndexOf(window)];

    /// <summary>Computes every feature of one block, in the order of their declaration.</summary>
    public static void Compute(
        IReadOnlyList<Feature<L1Block>> features, in L1Inputs inputs, int startRow, Columns results, Scratch scratch)
    {
        var block = new L1Block(features, inputs, startRow, results, scratch);
        for (var feature = 0; feature < features.Count; feature++)
            features[feature].Compute(new L1Block(block, feature), results[feature]);
        for (var feature = 0; feature < features.Count; feature++)
            UnifyMissing(results[feature]);
    }

    /// <summary>The block's rows of an input; NaN in rows that it does not have.</summary>
    public Span<double> Load(ReadOnlySpan<double> values, Span<double> column)
    {
        var before = Math.Max(0, -firstRow);
        var count = Math.Min(column.Length - before, values.Length - firstRow - before);
        column[..before].Fill(double.NaN);
        values.Slice(firstRow + before, count).CopyTo(column[before..]);
        column[(before + count)..].Fill(double.NaN);
        return column;
    }

    private static void SumSquares(Span<double> returns, Columns sums, Scratch scratch)
    {
        var squares = scratch.Column();
        var r = Lanes.View(returns);
        var r2 = Lanes.View(squares);
        for (var i = 0; i < r2.Length; i++)
            r2[i] = r[i] * r[i];
        WindowSums.Five(squares, sums[0]);
        WindowSums.Ten(sums[0], sums[1]);
        WindowSums.Twenty(sums[0], sums[2]);
        WindowSums.Sixty(sums[2], sums[3]);
    }

    private Span<double> FirstReturn(ReadOnlySpan<double> targetReturns, Span<double> column)
    {
        var first = 0;
        while (first < targetReturns.Length && double.IsNaN(targetReturns[first]))
            first++;
        var before = Math.Clamp(first - firstRow, 0, column.Length);
        column[..before].Fill(double.NaN);
        column[before..].Clear();
        return column;
    }

    /// <summary>NaN has many bit patterns, and the compiler chooses which of them an operation passes on: leave one.</summary>
    private static void UnifyMissing(Span<double> column)
    {
        foreach (ref var value in Lanes.View(column))
            value = Vector.ConditionalSelect(Vector.Equals(value, value), value, new Vector<double>(double.NaN));
    }
}
