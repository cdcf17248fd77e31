namespace Volcast.Boosting.Trees;

/// <summary>One step on the path to a leaf.</summary>
/// <param name="Split">The split.</param>
/// <param name="IsLeft">Whether the path goes left.</param>
/// <param name="Share">The share of the training cover that goes the same way, 0 to 1.</param>
internal readonly record struct PathStep(Split Split, bool IsLeft, double Share);

/// <summary>
/// The path to a leaf, its steps grouped by feature, as in Mitchell, Frank and Holmes (2022, GPUTreeShap). With a set S of
/// known features, the leaf contributes v·Π o·Π z. The first product is over S: o is 1 if the row follows all steps of the
/// feature, else 0. The second is over the other features: z is the share of the cover that follows them.
/// </summary>
internal sealed class LeafPath
{
    /// <param name="leaf">v.</param>
    /// <param name="steps">The steps, in any order.</param>
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

    /// <summary>v, the value of the leaf.</summary>
    public float Leaf { get; }

    /// <summary>The features on the path, each once.</summary>
    public int[] Features { get; }

    /// <summary>z of each of the features.</summary>
    public double[] Shares { get; }

    public PathStep[] Steps { get; }

    /// <summary>The index into the features for each step.</summary>
    public int[] Places { get; }

    /// <summary>
    /// The Shapley values of v·Π o·Π z. By Owen (1972), that of feature j is the integral over t from 0 to 1 of
    /// v·(o − z)ⱼ · Π (o·t + z·(1 − t)), the product over the other features. This is a polynomial whose degree is the number of
    /// features minus 1, so Gauss–Legendre quadrature is exact. To avoid divisions, a product without j is built from both ends.
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
