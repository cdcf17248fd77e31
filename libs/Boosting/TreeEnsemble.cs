using Volcast.Boosting.Trees;

namespace Volcast.Boosting;

/// <summary>
/// The trees of a <see cref="Booster"/> in managed memory, for fast predictions of single rows. The margin equals libxgboost's
/// bit for bit, and its exact Shapley values are in double precision. A row takes microseconds, without a native call or an
/// allocation. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// <para>A row has <see cref="Columns"/> values, NaN where missing. The margin is the sum before the objective's link, as
/// <see cref="Booster.PredictMargin"/> gives it without a base margin.</para>
/// <para>The Shapley values are those of path-dependent TreeSHAP (Lundberg, Erion and Lee 2018; Lundberg et al. 2020): the value
/// of a set of known features is the trees' expectation when each split on an unknown feature is averaged by training cover. The
/// library computes the same in single precision.</para>
/// <para>It reads regressions and binary classifications with plain trees (<c>gbtree</c>) that XGBoost 1.7 to 3 saved as JSON.
/// Categorical splits, <c>dart</c>, <c>gblinear</c> and models with several outputs are refused.</para>
/// </remarks>
public sealed class TreeEnsemble
{
    /// <summary>The largest model that can be read, in bytes.</summary>
    public const int MaximumBytes = 64 << 20;

    private readonly float start;
    private readonly TreeNode[] nodes;
    private readonly int[] roots; // −1 for a tree with a table
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

    /// <summary>The number of features in a row.</summary>
    public int Columns { get; }

    /// <summary>The names of the columns at training; empty if none were given.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The number of boosting rounds.</summary>
    public int Rounds { get; }

    /// <summary>The number of trees.</summary>
    public int Trees => roots.Length;

    /// <summary>The margin if no feature is known: its start plus the expectation of every tree by training cover.</summary>
    public double Base { get; }

    /// <summary>Reads a model that <see cref="Booster.Save"/> wrote, here or by XGBoost in another language.</summary>
    /// <param name="json">The model in XGBoost's JSON format.</param>
    /// <exception cref="InvalidDataException">It is damaged, too large or of an unsupported kind; the message names the tree and
    /// the field.</exception>
    public static TreeEnsemble Read(ReadOnlyMemory<byte> json) => new(ModelJson.Read(json));

    /// <summary>The trees of a booster.</summary>
    /// <exception cref="InvalidDataException">Its model is of an unsupported kind.</exception>
    public static TreeEnsemble Of(Booster booster) => Read(booster.Save());

    /// <summary>The margin of a row, with the same bits as <see cref="Booster.PredictMargin"/>: leaves are added in single
    /// precision in the order of the trees, and values are compared in single precision.</summary>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Columns"/>, or one is infinite.</exception>
    public float Margin(ReadOnlySpan<float> row)
    {
        Require(row);
        Span<byte> patterns = stackalloc byte[tables.Count];
        tables.Answer(row, patterns);
        return Sum(row, patterns);
    }

    /// <summary>The exact Shapley values of a row's margin. With <see cref="Base"/> they add up, in double, to the start of the
    /// margin plus the leaves that the row reaches.</summary>
    /// <param name="row">Its values.</param>
    /// <param name="contributions">Receives one number for each column.</param>
    /// <returns>The margin, as <see cref="Margin"/> gives it.</returns>
    /// <exception cref="ArgumentException">The number of values or of contributions is not <see cref="Columns"/>, or a value is
    /// infinite.</exception>
    public float Contributions(ReadOnlySpan<float> row, Span<double> contributions)
    {
        Require(row);
        if (contributions.Length != Columns)
            throw new ArgumentException(
                $"There is room for {contributions.Length} contributions, but the model has {Columns} columns.",
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
