namespace Volcast.Boosting.Trees;

/// <summary>A question to a row: is the value of a feature under the condition?</summary>
/// <param name="Feature">The column.</param>
/// <param name="Condition">A value under it goes left.</param>
/// <param name="DefaultsLeft">Where a missing value goes.</param>
internal readonly record struct Split(int Feature, float Condition, bool DefaultsLeft) : IComparable<Split>
{
    /// <summary>Without a branch, since no processor can foresee the answer.</summary>
    public bool GoesLeft(float x) => (x < Condition) | (DefaultsLeft & float.IsNaN(x));

    public int CompareTo(Split other) =>
        (Feature, Condition, DefaultsLeft).CompareTo((other.Feature, other.Condition, other.DefaultsLeft));
}
