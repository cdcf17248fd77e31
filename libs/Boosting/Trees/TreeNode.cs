namespace Volcast.Boosting.Trees;

/// <summary>A node among those of all trees, its two children side by side.</summary>
/// <param name="Value">What a leaf adds; of a split, the value from which on a row goes right.</param>
/// <param name="Feature">The column that is split on; negative in a leaf.</param>
/// <param name="Left">Where its left child is; the right one comes after it.</param>
/// <param name="DefaultsLeft">Where a row goes whose value is missing.</param>
internal readonly record struct TreeNode(float Value, int Feature, int Left, bool DefaultsLeft)
{
    public bool IsLeaf => Feature < 0;

    /// <summary>Where a row goes whose value of the feature is <paramref name="x"/>. No branch, since no processor can foresee
    /// it.</summary>
    public int Child(float x) => Left + ((x < Value) | (DefaultsLeft & float.IsNaN(x)) ? 0 : 1);
}
