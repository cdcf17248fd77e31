namespace Volcast.Boosting.Trees;

/// <summary>Computes Shapley values of trees of any size from the paths to their leaves: for each leaf, the interval of every
/// feature on its path.</summary>
internal sealed class LeafPaths
{
    /// <summary>The largest number of features on a path.</summary>
    public const int MaximumFeatures = GaussLegendre.MaximumDegree + 1;

    /// <summary>The interval of a feature's values that lead to a leaf.</summary>
    private readonly record struct Interval(int Feature, float From, float Under, bool HoldsMissing)
    {
        public static Interval Of(LeafPath path, int place)
        {
            var all = new Interval(path.Features[place], float.NegativeInfinity, float.PositiveInfinity, true);
            return path.Steps.Where((_, i) => path.Places[i] == place).Aggregate(all, (held, step) => new(held.Feature,
                step.IsLeft ? held.From : Math.Max(held.From, step.Split.Condition),
                step.IsLeft ? Math.Min(held.Under, step.Split.Condition) : held.Under,
                held.HoldsMissing && step.Split.DefaultsLeft == step.IsLeft));
        }

        public bool Holds(float x) => ((x >= From) & (x < Under)) | (HoldsMissing & float.IsNaN(x));
    }

    private readonly record struct Leaf(double Value, int First, int Features);

    private readonly Leaf[] leaves;
    private readonly Interval[] intervals;
    private readonly double[] shares;

    public LeafPaths(IReadOnlyList<LeafPath> paths)
    {
        leaves = new Leaf[paths.Count];
        for (var (i, first) = (0, 0); i < paths.Count; first += paths[i++].Features.Length)
            leaves[i] = new(paths[i].Leaf, first, paths[i].Features.Length);
        intervals = [.. paths.SelectMany(path => path.Features.Select((_, place) => Interval.Of(path, place)))];
        shares = [.. paths.SelectMany(path => path.Shares)];
    }

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
