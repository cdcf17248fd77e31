namespace Volcast.Boosting.Trees;

/// <summary>One complete tree without cycles (<see cref="TreeJson"/> checks this). Node 0 is the root.</summary>
/// <param name="left">The left child of each node; the right child follows it. −1 in a leaf.</param>
/// <param name="splits">The split of each node; without meaning in a leaf.</param>
/// <param name="leaves">The value of each leaf; without meaning in a split.</param>
/// <param name="covers">The training cover of each node: the sum of second derivatives of its rows; positive in a split.</param>
internal sealed class RegressionTree(int[] left, Split[] splits, float[] leaves, double[] covers)
{
    private const int Root = 0;

    /// <summary>The path to each leaf.</summary>
    public IReadOnlyList<LeafPath> Paths { get; } = PathsOf(left, splits, leaves, covers);

    /// <summary>The distinct splits of the tree, in a fixed order.</summary>
    public Split[] Questions { get; } = [.. splits.Where((_, node) => left[node] >= 0).Distinct().Order()];

    /// <summary>The nodes, with their positions counted from <paramref name="offset"/> in the array of all trees.</summary>
    public IEnumerable<TreeNode> Nodes(int offset) => left.Select((child, node) => child < 0
        ? new TreeNode(leaves[node], -1, 0, false)
        : new TreeNode(splits[node].Condition, splits[node].Feature, offset + child, splits[node].DefaultsLeft));

    private static List<LeafPath> PathsOf(int[] left, Split[] splits, float[] leaves, double[] covers)
    {
        var paths = new List<LeafPath>((left.Length + 1) / 2);
        var steps = new Stack<PathStep>();
        Visit(Root);
        return paths;

        void Visit(int node)
        {
            if (left[node] < 0)
            {
                paths.Add(new(leaves[node], steps));
                return;
            }
            foreach (var isLeft in (ReadOnlySpan<bool>)[true, false])
            {
                var child = left[node] + (isLeft ? 0 : 1);
                steps.Push(new(splits[node], isLeft, covers[child] / covers[node]));
                Visit(child);
                steps.Pop();
            }
        }
    }
}
