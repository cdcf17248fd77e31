namespace Volcast.Boosting.Trees;

/// <summary>One tree, whole and without a circle (<see cref="TreeJson"/> sees to that). Node 0 is the root.</summary>
/// <param name="left">Of each node, its left child, after which comes the right one; −1 in a leaf.</param>
/// <param name="splits">What each node asks; of no meaning in a leaf.</param>
/// <param name="leaves">What each leaf adds; of no meaning in a split.</param>
/// <param name="covers">The sum of second derivatives of the training rows that came by, positive in a split.</param>
internal sealed class RegressionTree(int[] left, Split[] splits, float[] leaves, double[] covers)
{
    private const int Root = 0;

    /// <summary>The way to each leaf.</summary>
    public IReadOnlyList<LeafPath> Paths { get; } = PathsOf(left, splits, leaves, covers);

    /// <summary>The questions that it asks, each once, in a fixed order.</summary>
    public Split[] Questions { get; } = [.. splits.Where((_, node) => left[node] >= 0).Distinct().Order()];

    /// <summary>The nodes, as they stand from <paramref name="offset"/> on among those of all trees.</summary>
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
