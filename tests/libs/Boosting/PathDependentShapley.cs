using System.Numerics;
using System.Text.Json;

namespace Volcast.Boosting.Tests;

/// <summary>
/// Shapley values from their definition (Shapley 1953), by enumerating all subsets of features. The value of a subset
/// is computed from the JSON of the saved model: a split on a known feature is followed, one on an unknown feature is averaged by
/// cover.
/// </summary>
internal sealed class PathDependentShapley
{
    private readonly Tree[] trees;
    private readonly int features;

    public PathDependentShapley(byte[] json)
    {
        var learner = JsonDocument.Parse(json).RootElement.GetProperty("learner");
        features = int.Parse(learner.GetProperty("learner_model_param").GetProperty("num_feature").GetString()!);
        var model = learner.GetProperty("gradient_booster").GetProperty("model");
        trees = [.. model.GetProperty("trees").EnumerateArray().Select(Tree.Read)];
    }

    /// <summary>One value a feature, then the base, for the trees alone (base margin 0).</summary>
    public double[] Explain(ReadOnlySpan<float> row)
    {
        var value = new double[1 << features];
        for (var known = 0; known < value.Length; known++)
            foreach (var tree in trees)
                value[known] += tree.Expectation(0, row, known);
        var shapley = new double[features + 1];
        for (var feature = 0; feature < features; feature++)
            for (var others = 0; others < value.Length; others++)
                if ((others & (1 << feature)) == 0)
                    shapley[feature] += Weight(BitOperations.PopCount((uint)others))
                        * (value[others | (1 << feature)] - value[others]);
        shapley[features] = value[0];
        return shapley;
    }

    /// <summary>The leaves that a row reaches, added up in double.</summary>
    public double Leaves(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var tree in trees)
            sum += tree.Expectation(0, row, known: -1);
        return sum;
    }

    /// <summary>size! (n − size − 1)! / n!</summary>
    private double Weight(int size) => Factorial(size) * Factorial(features - size - 1) / Factorial(features);

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private sealed record Tree(int[] Left, int[] Right, int[] Feature, float[] Condition, bool[] DefaultLeft, double[] Cover)
    {
        public static Tree Read(JsonElement tree) => new(
            Array(tree, "left_children", e => e.GetInt32()),
            Array(tree, "right_children", e => e.GetInt32()),
            Array(tree, "split_indices", e => e.GetInt32()),
            Array(tree, "split_conditions", e => e.GetSingle()),
            // false and true in some versions, 0 and 1 in others.
            Array(tree, "default_left", e => e.GetRawText() is "true" or "1"),
            Array(tree, "sum_hessian", e => e.GetDouble()));

        public double Expectation(int node, ReadOnlySpan<float> row, int known)
        {
            if (Left[node] < 0)
                return Condition[node];
            if ((known & (1 << Feature[node])) == 0)
                return (Cover[Left[node]] * Expectation(Left[node], row, known)
                    + Cover[Right[node]] * Expectation(Right[node], row, known)) / Cover[node];
            var x = row[Feature[node]];
            var goesLeft = float.IsNaN(x) ? DefaultLeft[node] : x < Condition[node];
            return Expectation(goesLeft ? Left[node] : Right[node], row, known);
        }

        private static T[] Array<T>(JsonElement tree, string name, Func<JsonElement, T> read) =>
            [.. tree.GetProperty(name).EnumerateArray().Select(read)];
    }
}
