namespace Volcast.Boosting.Trees;

/// <summary>One answer on the way to a leaf.</summary>
/// <param name="Split">The question.</param>
/// <param name="IsLeft">The answer.</param>
/// <param name="Share">The part of the training cover that gave this answer, 0 to 1.</param>
internal readonly record struct PathStep(Split Split, bool IsLeft, double Share);

/// <summary>All answers about one feature on the way to a leaf.</summary>
/// <param name="Feature">The column.</param>
/// <param name="Share">The product of their shares: what is left of the leaf when the feature is not known.</param>
/// <param name="Steps">The answers.</param>
internal sealed record PathSide(int Feature, double Share, IReadOnlyList<PathStep> Steps);

/// <summary>
/// The way to a leaf, its answers gathered by feature, as Mitchell, Frank and Holmes (2022, GPUTreeShap) take a tree apart. With
/// a set S of known features the leaf counts v·Π o·Π z: o over S, 1 where a row gives all answers about the feature and 0 where
/// it does not, and z, the share, over the others.
/// </summary>
/// <param name="Leaf">v.</param>
/// <param name="Sides">Each feature once.</param>
internal sealed record LeafPath(double Leaf, IReadOnlyList<PathSide> Sides)
{
    public static LeafPath Of(double leaf, PathStep[] steps) => new(leaf,
        [.. steps.GroupBy(step => step.Split.Feature).Select(of =>
            new PathSide(of.Key, of.Aggregate(1.0, (share, step) => share * step.Share), [.. of]))]);

    /// <summary>
    /// The Shapley values of v·Π o·Π z. By Owen (1972) that of feature j is the integral over t from 0 to 1 of
    /// v·(o − z)ⱼ · Π (o·t + z·(1 − t)) over the others: a polynomial of one degree less than there are features, for which the
    /// rule of Gauss and Legendre is exact. No term cancels, no number is divided by, and a product is formed from both ends.
    /// </summary>
    /// <param name="leaf">v.</param>
    /// <param name="inside">o of each feature, 1 or 0.</param>
    /// <param name="shares">z of each feature.</param>
    /// <param name="amounts">Receives its Shapley value of each feature.</param>
    public static void Shapley(double leaf, ReadOnlySpan<double> inside, ReadOnlySpan<double> shares, Span<double> amounts)
    {
        var features = inside.Length;
        amounts.Clear();
        Span<double> before = stackalloc double[features];
        foreach (var (t, weight) in GaussLegendre.OfDegree(features - 1))
        {
            var product = leaf * weight;
            for (var j = 0; j < features; j++)
            {
                before[j] = product;
                product *= inside[j] * t + shares[j] * (1 - t);
            }
            var after = 1.0;
            for (var j = features - 1; j >= 0; j--)
            {
                amounts[j] += before[j] * after * (inside[j] - shares[j]);
                after *= inside[j] * t + shares[j] * (1 - t);
            }
        }
    }
}
