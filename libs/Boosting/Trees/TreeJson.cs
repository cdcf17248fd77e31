using System.Text.Json;

namespace Volcast.Boosting.Trees;

/// <summary>One tree in XGBoost's JSON format: an array for each property of its nodes.</summary>
internal static class TreeJson
{
    /// <summary>The largest number of splits between root and leaf, which is the largest number of features on a path.</summary>
    private const int MaximumDepth = LeafPaths.MaximumFeatures;

    private const int NoChild = -1;

    /// <param name="tree">The object.</param>
    /// <param name="number">The tree's number, for messages.</param>
    /// <param name="columns">The number of features in a row.</param>
    /// <exception cref="InvalidDataException">The message names the tree, the field and the node.</exception>
    public static RegressionTree Read(JsonElement tree, int number, int columns)
    {
        var parameters = ModelJson.Field(tree, "tree_param");
        var nodes = ModelJson.Number(parameters, "num_nodes");
        // The library places a tree by its id.
        if (ModelJson.Field(tree, "id").GetInt32() is var id && id != number)
            throw Broken($"its id is {id}");
        if (ModelJson.Optional(parameters, "size_leaf_vector") > 1)
            throw Broken("its leaves are vectors, but only models with one output are supported");
        if (tree.TryGetProperty("split_type", out _) && Values("split_type", value => value.GetInt32()).Any(type => type != 0))
            throw Broken("it splits on categories, but only splits on numbers are supported");
        var left = Values("left_children", value => value.GetInt32());
        var right = Values("right_children", value => value.GetInt32());
        var features = Values("split_indices", value => value.GetInt32());
        var conditions = Values("split_conditions", value => value.GetSingle());
        var defaults = Values("default_left", value =>
            value.ValueKind == JsonValueKind.Number ? value.GetInt32() != 0 : value.GetBoolean());
        var covers = Values("sum_hessian", value => value.GetDouble());

        var isReached = new bool[nodes];
        Visit(0, 0);
        var reached = isReached.Count(reached => reached);
        if (reached + ModelJson.Optional(parameters, "num_deleted") is var accounted && accounted != nodes)
            throw Broken($"{nodes - accounted} of its {nodes} nodes are neither reached from the root nor deleted");
        return new(left, [.. features.Select((feature, node) => new Split(feature, conditions[node], defaults[node]))],
            conditions, covers);

        T[] Values<T>(string field, Func<JsonElement, T> read)
        {
            var array = ModelJson.Field(tree, field);
            return array.GetArrayLength() == nodes && nodes > 0
                ? [.. array.EnumerateArray().Select(read)]
                : throw Broken($"{field} has {array.GetArrayLength()} values for {nodes} nodes");
        }

        void Visit(int node, int depth)
        {
            if (node < 0 || node >= nodes)
                throw Broken($"a split leads to node {node} of {nodes}");
            if (isReached[node])
                throw Broken($"node {node} is reached twice");
            isReached[node] = true;
            if (!float.IsFinite(conditions[node]))
                throw Broken($"split_conditions of node {node} is {conditions[node]}");
            if (left[node] == NoChild && right[node] == NoChild)
                return;
            // The library expects the right child after the left one, whatever the file says.
            if (right[node] != left[node] + 1)
                throw Broken($"node {node} has the children {left[node]} and {right[node]}, which are not adjacent");
            if (features[node] < 0 || features[node] >= columns)
                throw Broken($"node {node} splits on column {features[node]} of {columns}");
            if (depth == MaximumDepth)
                throw Broken($"it is deeper than {MaximumDepth} splits");
            Visit(left[node], depth + 1);
            Visit(right[node], depth + 1);
            if (!(covers[node] > 0 && IsPart(covers[left[node]]) && IsPart(covers[right[node]])))
                throw Broken($"sum_hessian of node {node} is {covers[node]}, of its children {covers[left[node]]} and "
                    + $"{covers[right[node]]}: they do not add up");

            // A sum in single precision can be slightly smaller than one of its parts.
            bool IsPart(double cover) => cover >= 0 && cover <= covers[node] * 1.01;
        }

        InvalidDataException Broken(string what) => new($"Tree {number} of the model cannot be read: {what}.");
    }
}
