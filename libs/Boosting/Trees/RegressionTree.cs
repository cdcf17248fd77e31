namespace Volcast.Boosting.Trees;

/// <summary>One tree, whole and without a circle (<see cref="TreeJson"/> sees to that). Node 0 is the root.</summary>
/// <param name="Left">Of each node, its left child, after which comes the right one; −1 in a leaf.</param>
/// <param name="Splits">What each node asks; of no meaning in a leaf.</param>
/// <param name="Leaves">What each leaf adds; of no meaning in a split.</param>
/// <param name="Covers">The sum of second derivatives of the training rows that came by, positive in a split.</param>
internal sealed record RegressionTree(int[] Left, Split[] Splits, float[] Leaves, double[] Covers)
{
    private const int Root = 0;

    /// <summary>The nodes, as they stand from <paramref name="offset"/> on among those of all trees.</summary>
    public IEnumerable<TreeNode> Nodes(int offset) => Left.Select((left, node) => left < 0
        ? new TreeNode(Leaves[node], -1, 0, false)
        : new TreeNode(Splits[node].Condition, Splits[node].Feature, offset + left, Splits[node].DefaultsLeft));

    /// <summary>The questions that it asks, each once, in a fixed order.</summary>
    public Split[] DistinctSplits() => [.. Splits.Where((_, node) => Left[node] >= 0).Distinct().Order()];

    /// <summary>The mean of its leaves by training cover.</summary>
    public double Expectation() => Paths().Sum(path => path.Leaf * path.Sides.Aggregate(1.0, (all, side) => all * side.Share));

    /// <summary>The way to each leaf.</summary>
    public IEnumerable<LeafPath> Paths() => Paths(Root, []);

    private IEnumerable<LeafPath> Paths(int node, PathStep[] steps) => Left[node] < 0
        ? [LeafPath.Of(Leaves[node], steps)]
        : Paths(Left[node], [.. steps, Step(node, Left[node], true)])
            .Concat(Paths(Left[node] + 1, [.. steps, Step(node, Left[node] + 1, false)]));

    private PathStep Step(int node, int child, bool isLeft) => new(Splits[node], isLeft, Covers[child] / Covers[node]);
}
