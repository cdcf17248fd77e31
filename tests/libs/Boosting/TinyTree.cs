using System.Text;

namespace Volcast.Boosting.Tests;

/// <summary>Models written by hand: full trees of depth 2 over two binary features, each of the four points seen once in
/// training; a missing value goes right.</summary>
internal static class TinyTree
{
    /// <param name="leaves">Values at (0,0), (0,1), (1,0), (1,1) of the one tree, which splits on feature 0 first.</param>
    public static byte[] Model(params float[] leaves) => Model([0, 1, 1], leaves);

    /// <param name="trees">For each tree the features on which its root, left and right child split, and its leaves from left to
    /// right.</param>
    public static byte[] Model(params float[][] trees) =>
        Write(trees.Length / 2, string.Join(",", trees.Chunk(2).Select((tree, id) =>
        Tree(id, string.Join(",", tree[0]), string.Join(",", tree[1].Select(leaf => $"{leaf:0.0#####}"))))));

    private static string Tree(int id, string features, string leaves) => $$"""
        {
          "base_weights":[0.0,0.0,0.0,{{leaves}}],
          "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],
          "default_left":[0,0,0,0,0,0,0],"id":{{id}},
          "left_children":[1,3,5,-1,-1,-1,-1],"right_children":[2,4,6,-1,-1,-1,-1],
          "loss_changes":[1.0,1.0,1.0,0.0,0.0,0.0,0.0],"parents":[2147483647,0,0,1,1,2,2],
          "split_conditions":[0.5,0.5,0.5,{{leaves}}],
          "split_indices":[{{features}},0,0,0,0],"split_type":[0,0,0,0,0,0,0],"sum_hessian":[4.0,2.0,2.0,1.0,1.0,1.0,1.0],
          "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"7","size_leaf_vector":"0"} }
        """;

    private static byte[] Write(int count, string trees) => Encoding.UTF8.GetBytes($$"""
        {"learner":{"attributes":{},"feature_names":[],"feature_types":[],
          "gradient_booster":{"model":{
            "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"{{count}}","size_leaf_vector":"0"},
            "tree_info":[{{string.Join(",", Enumerable.Repeat(0, count))}}],"trees":[{{trees}}] },"name":"gbtree"},
          "learner_model_param":{"base_score":"0E0","num_class":"0","num_feature":"2","num_target":"1"},
          "objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"} } },
         "version":[1,7,4]}
        """);
}
