namespace Volcast.Boosting.Trees;

/// <summary>A split: a row goes left if the value of a feature is below the condition.</summary>
/// <param name="Feature">The column.</param>
/// <param name="Condition">A smaller value goes left.</param>
/// <param name="DefaultsLeft">Whether a missing value goes left.</param>
internal readonly record struct Split(int Feature, float Condition, bool DefaultsLeft) : IComparable<Split>
{
    /// <summary>Whether a value goes left. Without a branch, because its prediction would fail.</summary>
    public bool GoesLeft(float x) => (x < Condition) | (DefaultsLeft & float.IsNaN(x));

    public int CompareTo(Split other) =>
        (Feature, Condition, DefaultsLeft).CompareTo((other.Feature, other.Condition, other.DefaultsLeft));
}
