using Volcast.Boosting.Trees;

namespace Volcast.Boosting;

/// <summary>
/// The trees of a <see cref="Booster"/> in managed memory, for many small questions: a margin to the bit of libxgboost's and its
/// exact Shapley values in double, in microseconds a row, without a native call and without allocating. Immutable; threads may
/// share it.
/// </summary>
/// <remarks>
/// <para>A row has <see cref="Columns"/> values, NaN where missing. The margin is the sum before the objective's link, as
/// <see cref="Booster.PredictMargin"/> gives it without a base margin.</para>
/// <para>The Shapley values are those of path-dependent TreeSHAP (Lundberg, Erion and Lee 2018; Lundberg et al. 2020): the value
/// of a set of known features is the trees' expectation when each split on an unknown feature is averaged by training cover. The
/// library adds up the same in single precision.</para>
/// <para>It reads regressions and binary classifications by plain trees (<c>gbtree</c>), as XGBoost 1.7 to 3 save them in JSON.
/// Categorical splits, <c>dart</c>, <c>gblinear</c> and models of several outputs are refused.</para>
/// </remarks>
public sealed class TreeEnsemble
{
    /// <summary>The largest model that is read.</summary>
    public const int MaximumBytes = 64 << 20;

    private readonly float start;
    private readonly TreeNode[] nodes;
    private readonly int[] roots; // −1 of a tree in the tables
    private readonly SplitTables tables;
    private readonly LeafPaths paths;

    private TreeEnsemble(ModelJson model)
    {
        start = model.Start;
        Columns = model.Columns;
        Rounds = model.Rounds;
        FeatureNames = model.FeatureNames;
        tables = new(model.Trees);
        roots = new int[model.Trees.Count];
        var laidOut = new List<TreeNode>();
        for (var i = 0; i < roots.Length; i++)
        {
            roots[i] = tables.Holds(i) ? -1 : laidOut.Count;
            if (!tables.Holds(i))
                laidOut.AddRange(model.Trees[i].Nodes(laidOut.Count));
        }
        nodes = [.. laidOut];
        paths = new([.. model.Trees.Where((_, i) => !tables.Holds(i)).SelectMany(tree => tree.Paths)]);
        var expectation = 0.0;
        foreach (var path in model.Trees.SelectMany(tree => tree.Paths))
            expectation += path.Shares.Aggregate((double)path.Leaf, (product, share) => product * share);
        Base = start + expectation;
    }

    /// <summary>Features a row.</summary>
    public int Columns { get; }

    /// <summary>Names of the columns as they were at training; empty when none were given.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Boosting rounds behind the model.</summary>
    public int Rounds { get; }

    /// <summary>How many trees are added up.</summary>
    public int Trees => roots.Length;

    /// <summary>The margin for no known feature: where it starts, plus the expectation of every tree by training cover.</summary>
    public double Base { get; }

    /// <summary>Reads a model that <see cref="Booster.Save"/> wrote, here or by XGBoost in another language.</summary>
    /// <param name="json">The model in XGBoost's JSON format.</param>
    /// <exception cref="InvalidDataException">It is damaged, too large, or of a kind that is not read here; the message says
    /// which, and names the tree and the field.</exception>
    public static TreeEnsemble Read(ReadOnlyMemory<byte> json) => new(ModelJson.Read(json));

    /// <summary>The trees of a booster.</summary>
    /// <exception cref="InvalidDataException">Its model is of a kind that is not read here.</exception>
    public static TreeEnsemble Of(Booster booster) => Read(booster.Save());

    /// <summary>The margin of a row, the bits that <see cref="Booster.PredictMargin"/> gives: leaves added up in single precision
    /// in the order of the trees, values compared in single precision.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="Columns"/> values, or one of them is infinite.</exception>
    public float Margin(ReadOnlySpan<float> row)
    {
        Require(row);
        Span<byte> patterns = stackalloc byte[tables.Count];
        tables.Answer(row, patterns);
        return Sum(row, patterns);
    }

    /// <summary>The exact Shapley values of a row's margin. <see cref="Base"/> and they add up, in double, to where the margin
    /// starts plus the leaves that the row reaches.</summary>
    /// <param name="row">Its values.</param>
    /// <param name="contributions">Receives one number for each column.</param>
    /// <returns>The margin, as <see cref="Margin"/> gives it.</returns>
    /// <exception cref="ArgumentException">There are not <see cref="Columns"/> values or places, or a value is
    /// infinite.</exception>
    public float Contributions(ReadOnlySpan<float> row, Span<double> contributions)
    {
        Require(row);
        if (contributions.Length != Columns)
            throw new ArgumentException($"There is room for {contributions.Length} contributions of {Columns} columns.",
                nameof(contributions));
        Span<byte> patterns = stackalloc byte[tables.Count];
        tables.Answer(row, patterns);
        contributions.Clear();
        tables.AddTo(contributions, patterns);
        paths.AddTo(contributions, row);
        return Sum(row, patterns);
    }

    private float Sum(ReadOnlySpan<float> row, ReadOnlySpan<byte> patterns)
    {
        var sum = start;
        for (var i = 0; i < roots.Length; i++)
            sum += roots[i] < 0 ? tables.Leaf(i, patterns) : Walk(roots[i], row);
        return sum;
    }

    private float Walk(int root, ReadOnlySpan<float> row)
    {
        ref readonly var node = ref nodes[root];
        while (!node.IsLeaf)
            node = ref nodes[node.Child(row[node.Feature])];
        return node.Value;
    }

    private void Require(ReadOnlySpan<float> row)
    {
        if (row.Length != Columns)
            throw new ArgumentException($"{row.Length} values are not a row of the model's {Columns} columns.", nameof(row));
        for (var i = 0; i < row.Length; i++)
            if (float.IsInfinity(row[i]))
                throw new ArgumentException($"Column {i}{(FeatureNames.Count > i ? $", {FeatureNames[i]}," : "")} is infinite; "
                    + "a missing value is NaN.", nameof(row));
    }
}
