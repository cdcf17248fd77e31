using System.Runtime.CompilerServices;

namespace Volcast.Boosting.Trees;

/// <summary>A node in the array of all trees; its two children are adjacent.</summary>
/// <param name="Value">The value of a leaf, or the condition of a split.</param>
/// <param name="Feature">The column of the split; negative in a leaf.</param>
/// <param name="Left">The position of the left child; the right one follows it.</param>
/// <param name="DefaultsLeft">Whether a missing value goes left.</param>
internal readonly record struct TreeNode(float Value, int Feature, int Left, bool DefaultsLeft)
{
    public bool IsLeaf => Feature < 0;

    /// <summary>The position of the child for the feature value <paramref name="x"/>.</summary>
    public int Child(float x) =>
        Left + Unsafe.BitCast<bool, byte>(!new Split(Feature, Value, DefaultsLeft).GoesLeft(x));
}
