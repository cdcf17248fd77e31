namespace Volcast.Boosting.Trees;

/// <summary>Trees of any size by the ways to their leaves: for each leaf the interval of every feature that leads there, and its
/// Shapley values when a row comes.</summary>
internal sealed class LeafPaths
{
    /// <summary>The features of one path; more are not allowed to stand on it.</summary>
    public const int MaximumFeatures = GaussLegendre.MaximumDegree + 1;

    /// <summary>The values of a feature that lead to a leaf.</summary>
    private readonly record struct Interval(int Feature, float From, float Under, bool HoldsMissing)
    {
        public static Interval Of(PathSide side) => new(side.Feature,
            side.Steps.Where(step => !step.IsLeft).Select(step => step.Split.Condition).DefaultIfEmpty(float.NegativeInfinity).Max(),
            side.Steps.Where(step => step.IsLeft).Select(step => step.Split.Condition)
                .DefaultIfEmpty(float.PositiveInfinity).Min(),
            side.Steps.All(step => step.Split.DefaultsLeft == step.IsLeft));

        public bool Holds(float x) => ((x >= From) & (x < Under)) | (HoldsMissing & float.IsNaN(x));
    }

    private readonly record struct Leaf(double Value, int First, int Features);

    private readonly Leaf[] leaves;
    private readonly Interval[] intervals;
    private readonly double[] shares;

    private LeafPaths(LeafPath[] paths)
    {
        leaves = new Leaf[paths.Length];
        PathSide[] sides = [.. paths.SelectMany(path => path.Sides)];
        for (var (i, first) = (0, 0); i < paths.Length; first += paths[i++].Sides.Count)
            leaves[i] = new(paths[i].Leaf, first, paths[i].Sides.Count);
        intervals = Array.ConvertAll(sides, Interval.Of);
        shares = Array.ConvertAll(sides, side => side.Share);
    }

    public static LeafPaths Of(IEnumerable<RegressionTree> trees) => new([.. trees.SelectMany(tree => tree.Paths())]);

    /// <summary>Adds the Shapley values of a row.</summary>
    public void AddTo(Span<double> contributions, ReadOnlySpan<float> row)
    {
        Span<double> insides = stackalloc double[MaximumFeatures];
        Span<double> amounts = stackalloc double[MaximumFeatures];
        foreach (ref readonly var leaf in leaves.AsSpan())
        {
            var path = intervals.AsSpan(leaf.First, leaf.Features);
            for (var j = 0; j < path.Length; j++)
                insides[j] = path[j].Holds(row[path[j].Feature]) ? 1 : 0;
            LeafPath.Shapley(leaf.Value, insides[..path.Length], shares.AsSpan(leaf.First, leaf.Features),
                amounts[..path.Length]);
            for (var j = 0; j < path.Length; j++)
                contributions[path[j].Feature] += amounts[j];
        }
    }
}
