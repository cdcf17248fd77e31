using System.Runtime.CompilerServices;

namespace Volcast.Boosting.Trees;

/// <summary>A node among those of all trees, its two children side by side.</summary>
/// <param name="Value">What a leaf adds; of a split, its condition.</param>
/// <param name="Feature">The column that is split on; negative in a leaf.</param>
/// <param name="Left">Where its left child is; the right one comes after it.</param>
/// <param name="DefaultsLeft">Where a missing value goes.</param>
internal readonly record struct TreeNode(float Value, int Feature, int Left, bool DefaultsLeft)
{
    public bool IsLeaf => Feature < 0;

    /// <summary>Where a row goes whose value of the feature is <paramref name="x"/>.</summary>
    public int Child(float x) =>
        Left + Unsafe.BitCast<bool, byte>(!new Split(Feature, Value, DefaultsLeft).GoesLeft(x));
}
