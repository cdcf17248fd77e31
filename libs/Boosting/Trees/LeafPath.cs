namespace Volcast.Boosting.Trees;

/// <summary>One answer on the way to a leaf.</summary>
/// <param name="Split">The question.</param>
/// <param name="IsLeft">The answer.</param>
/// <param name="Share">The part of the training cover that gave this answer, 0 to 1.</param>
internal readonly record struct PathStep(Split Split, bool IsLeft, double Share);

/// <summary>
/// The way to a leaf, its answers gathered by feature, as Mitchell, Frank and Holmes (2022, GPUTreeShap) take a tree apart. With
/// a set S of known features the leaf counts v·Π o·Π z: o over S, 1 where a row gives all answers about the feature and 0 where
/// it does not, and z, the share of the cover that gives them, over the others.
/// </summary>
internal sealed class LeafPath
{
    /// <param name="leaf">v.</param>
    /// <param name="steps">The answers, in any order.</param>
    public LeafPath(float leaf, IEnumerable<PathStep> steps)
    {
        Leaf = leaf;
        Steps = [.. steps];
        Features = [.. Steps.Select(step => step.Split.Feature).Distinct()];
        Places = Array.ConvertAll(Steps, step => Array.IndexOf(Features, step.Split.Feature));
        Shares = new double[Features.Length];
        Array.Fill(Shares, 1);
        for (var i = 0; i < Steps.Length; i++)
            Shares[Places[i]] *= Steps[i].Share;
    }

    /// <summary>v, what the leaf adds.</summary>
    public float Leaf { get; }

    /// <summary>Its columns, each once.</summary>
    public int[] Features { get; }

    /// <summary>z of each of the features.</summary>
    public double[] Shares { get; }

    public PathStep[] Steps { get; }

    /// <summary>Of each step, which of the features it is about.</summary>
    public int[] Places { get; }

    /// <summary>
    /// The Shapley values of v·Π o·Π z. By Owen (1972) that of feature j is the integral over t from 0 to 1 of
    /// v·(o − z)ⱼ · Π (o·t + z·(1 − t)) over the others: a polynomial of one degree less than there are features, for which the
    /// rule of Gauss and Legendre is exact. No number is divided by: a product without j is made from both ends.
    /// </summary>
    /// <param name="leaf">v.</param>
    /// <param name="inside">o of each feature, 1 or 0.</param>
    /// <param name="shares">z of each feature.</param>
    /// <param name="amounts">Receives the Shapley value of each feature.</param>
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
