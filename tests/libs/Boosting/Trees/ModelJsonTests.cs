using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Volcast.Boosting.Tests.Trees;

/// <summary>Tests which models are read, and with which messages others are refused.</summary>
public sealed class ModelJsonTests
{
    private static readonly byte[] Model = TinyTree.Model(1, 2, 3, 4);

    /// <summary>The tiny model with one value of its only tree, or of the model, changed.</summary>
    private static byte[] With(string path, string value)
    {
        var root = JsonNode.Parse(Model)!;
        var steps = path.Replace("tree/", "learner/gradient_booster/model/trees/0/").Split('/');
        var owner = steps[..^1].Aggregate(root, (node, step) => int.TryParse(step, out var i) ? node[i]! : node[step]!);
        if (int.TryParse(steps[^1], CultureInfo.InvariantCulture, out var index))
            owner[index] = JsonNode.Parse(value);
        else
            owner[steps[^1]] = JsonNode.Parse(value);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    [Theory]
    [InlineData("learner/gradient_booster/name", "\"dart\"", "'dart'")]
    [InlineData("learner/gradient_booster/name", "\"gblinear\"", "'gblinear'")]
    [InlineData("learner/learner_model_param/num_class", "\"3\"", "several outputs")]
    [InlineData("learner/learner_model_param/num_target", "\"2\"", "several outputs")]
    [InlineData("learner/learner_model_param/num_feature", "\"0\"", "0 columns")]
    [InlineData("learner/learner_model_param/num_feature", "\"two\"", "num_feature, 'two'")]
    [InlineData("learner/learner_model_param/base_score", "\"half\"", "'half'")]
    [InlineData("learner/learner_model_param/base_score", "\"NaN\"", "'NaN'")]
    [InlineData("learner/objective/name", "\"rank:pairwise\"", "'rank:pairwise'")]
    [InlineData("learner/objective/name", "\"reg:gamma\"", "not a prediction of reg:gamma")]
    [InlineData("learner/feature_names", "[\"vix\"]", "2 columns and 1 names")]
    [InlineData("learner/gradient_booster/model/tree_info", "[1]", "several outputs")]
    [InlineData("learner/gradient_booster/model/gbtree_model_param/num_trees", "\"2\"", "1 trees but declares 2")]
    [InlineData("learner/gradient_booster/model/gbtree_model_param/num_parallel_tree", "\"2\"", "2 in each round")]
    [InlineData("learner/gradient_booster/model/trees", "{}", "damaged")]
    [InlineData("learner/gradient_booster", "[]", "damaged")]
    [InlineData("tree/id", "1", "Tree 0 of the model cannot be read: its id is 1")]
    [InlineData("tree/split_type/1", "1", "Tree 0 of the model cannot be read: it splits on categories")]
    [InlineData("tree/tree_param/size_leaf_vector", "\"2\"", "leaves are vectors")]
    [InlineData("tree/tree_param/num_nodes", "\"5\"", "split_type has 7 values for 5 nodes")]
    [InlineData("tree/left_children", "[1,3]", "left_children has 2 values for 7 nodes")]
    [InlineData("tree/left_children/2", "9", "node 2 has the children 9 and 6")]
    [InlineData("tree/right_children/2", "-1", "node 2 has the children 5 and -1")]
    [InlineData("tree/left_children/3", "5", "node 3 has the children 5 and -1")]
    [InlineData("tree/split_indices/1", "2", "node 1 splits on column 2 of 2")]
    [InlineData("tree/split_indices/1", "-1", "node 1 splits on column -1 of 2")]
    [InlineData("tree/split_conditions/4", "1e39", "split_conditions of node 4")]
    [InlineData("tree/split_conditions/4", "\"NaN\"", "damaged")]
    [InlineData("tree/sum_hessian/0", "0", "sum_hessian of node 0 is 0")]
    [InlineData("tree/sum_hessian/2", "5", "sum_hessian of node 0 is 4, of its children 2 and 5")]
    [InlineData("tree/sum_hessian/2", "-1", "sum_hessian of node 2 is -1")]
    [InlineData("tree/default_left/0", "null", "damaged")]
    public void A_damaged_value_is_refused_and_named(string path, string value, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(With(path, value))).Message);

    [Theory]
    [InlineData("[1,3,0,-1,-1,-1,-1]", "[2,4,1,-1,-1,-1,-1]", "node 0 is reached twice")]
    [InlineData("[1,3,7,-1,-1,-1,-1]", "[2,4,8,-1,-1,-1,-1]", "leads to node 7 of 7")]
    [InlineData("[1,3,6,-1,-1,-1,-1]", "[2,4,7,-1,-1,-1,-1]", "leads to node 7 of 7")]
    [InlineData("[1,3,-1,-1,-1,-1,-1]", "[2,4,-1,-1,-1,-1,-1]", "2 of its 7 nodes are neither reached")]
    public void Nodes_that_are_not_a_tree_are_refused(string left, string right, string reason)
    {
        var text = Encoding.UTF8.GetString(Model).Replace("[1,3,5,-1,-1,-1,-1]", left).Replace("[2,4,6,-1,-1,-1,-1]", right);
        var error = Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData("sum_hessian")]
    [InlineData("trees")]
    [InlineData("objective")]
    [InlineData("base_score")]
    [InlineData("learner")]
    public void A_field_that_is_missing_is_named(string field)
    {
        var text = Encoding.UTF8.GetString(Model).Replace($"\"{field}\"", "\"other\"");
        var error = Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains($"lacks {field}", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,2]")]
    [InlineData("binf")]
    [InlineData("{\"learner\":{},\"learner\":{}}")]
    [InlineData("{\"learner\":{}}{}")]
    public void Bytes_that_are_not_a_model_are_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_model_cut_off_anywhere_is_refused()
    {
        for (var length = 0; length < Model.Length; length += 7)
            Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(Model.AsMemory(0, length)));
    }

    [Fact]
    public void A_model_above_the_size_limit_is_refused() =>
        Assert.Contains("67,108,865 bytes", Assert.Throws<InvalidDataException>(
            () => TreeEnsemble.Read(new byte[TreeEnsemble.MaximumBytes + 1])).Message);

    [Fact]
    public void A_tree_deeper_than_any_training_makes_is_refused()
    {
        // Every left child is a leaf: 65 nested splits.
        const int splits = 65;
        string Nodes(Func<int, string> split, string leaf)
        {
            var pairs = Enumerable.Range(1, splits).Select(k => $"{leaf},{(k < splits ? split(k) : leaf)}");
            return $"[{split(0)},{string.Join(",", pairs)}]";
        }

        var root = JsonNode.Parse(Model)!;
        var tree = root["learner"]!["gradient_booster"]!["model"]!["trees"]![0]!;
        tree["left_children"] = JsonNode.Parse(Nodes(k => $"{2 * k + 1}", "-1"));
        tree["right_children"] = JsonNode.Parse(Nodes(k => $"{2 * k + 2}", "-1"));
        foreach (var field in new[] { "split_indices", "split_conditions", "default_left", "split_type", "sum_hessian" })
            tree[field] = JsonNode.Parse(Nodes(_ => "1", "1"));
        tree["split_type"] = JsonNode.Parse(Nodes(_ => "0", "0"));
        tree["tree_param"]!["num_nodes"] = $"{2 * splits + 1}";
        var error = Assert.Throws<InvalidDataException>(
            () => TreeEnsemble.Read(Encoding.UTF8.GetBytes(root.ToJsonString())));
        Assert.Contains("deeper than 64 splits", error.Message);
    }

    [Fact]
    public void The_layout_of_newer_versions_gives_the_same_model()
    {
        // XGBoost 2 writes a leaf vector of 1 and where its rounds begin, 3 a container of categories, 3.1 a list of base scores;
        // before 1.6 default_left held true and false.
        var text = Encoding.UTF8.GetString(With("learner/learner_model_param/base_score", "\"[2.5E-1]\""))
            .Replace("\"size_leaf_vector\":\"0\"", "\"size_leaf_vector\":\"1\"")
            .Replace("\"trees\":", """
                "iteration_indptr":[0,1],"cats":{"enc":[],"feature_segments":[],"sorted_idx":[]},"trees":
                """)
            .Replace("\"default_left\":[0,0,0,0,0,0,0]", "\"default_left\":[true,false,false,false,false,false,false]")
            .Replace("\"version\":[1,7,4]", "\"version\":[3,1,0]");
        var trees = TreeEnsemble.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(3.25f, trees.Margin([1, 0]));
        Assert.Equal(1.25f, trees.Margin([float.NaN, 0]));
        Assert.Equal(.25 + 2.5, trees.Base, 1e-15);
    }

    [Fact]
    public void Nodes_that_pruning_deleted_are_skipped()
    {
        var data = Synthetic.Create(61, rows: 100, missing: .2);
        using var booster = data.Train(10, ("tree_method", "exact"), ("gamma", "0.2"), ("max_depth", "5"));
        var model = booster.Save();
        var deleted = JsonNode.Parse(model)!["learner"]!["gradient_booster"]!["model"]!["trees"]!.AsArray()
            .Sum(tree => int.Parse((string)tree!["tree_param"]!["num_deleted"]!, CultureInfo.InvariantCulture));
        Assert.True(deleted > 0);
        var trees = TreeEnsemble.Read(model);
        for (var row = 0; row < data.Rows; row++)
            Assert.Equal(booster.PredictMargin(data.Row(row), 1)[0], trees.Margin(data.Row(row)));
    }
}
