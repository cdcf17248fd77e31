using System.Text;

namespace Volcast.Boosting.Tests;

/// <summary>A model written by hand: one full tree over two binary features, each of the four points seen once in
/// training.</summary>
internal static class TinyTree
{
    /// <param name="leaves">Values at (0,0), (0,1), (1,0), (1,1).</param>
    public static byte[] Model(params float[] leaves) => Write(string.Join(",", leaves.Select(leaf => $"{leaf:0.0#####}")));

    private static byte[] Write(string leaves) => Encoding.UTF8.GetBytes($$"""
        {"learner":{"attributes":{},"feature_names":[],"feature_types":[],
          "gradient_booster":{"model":{
            "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1","size_leaf_vector":"0"},"tree_info":[0],"trees":[{
              "base_weights":[0.0,0.0,0.0,{{leaves}}],
              "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],
              "default_left":[0,0,0,0,0,0,0],"id":0,
              "left_children":[1,3,5,-1,-1,-1,-1],"right_children":[2,4,6,-1,-1,-1,-1],
              "loss_changes":[1.0,1.0,1.0,0.0,0.0,0.0,0.0],"parents":[2147483647,0,0,1,1,2,2],
              "split_conditions":[0.5,0.5,0.5,{{leaves}}],
              "split_indices":[0,1,1,0,0,0,0],"split_type":[0,0,0,0,0,0,0],"sum_hessian":[4.0,2.0,2.0,1.0,1.0,1.0,1.0],
              "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"7","size_leaf_vector":"0"} }] },"name":"gbtree"},
          "learner_model_param":{"base_score":"0E0","num_class":"0","num_feature":"2","num_target":"1"},
          "objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"} } },
         "version":[1,7,4]}
        """);
}
