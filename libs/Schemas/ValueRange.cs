namespace Volcast.Schemas;

/// <summary>The numbers that a column allows; open on a side that has no bound.</summary>
/// <param name="Minimum">The lower end; null without one.</param>
/// <param name="Maximum">The upper end; null without one.</param>
public sealed record ValueRange(Bound? Minimum, Bound? Maximum)
{
    /// <summary>Every finite number.</summary>
    public static ValueRange Any { get; } = new(null, null);

    public static ValueRange AtLeast(double minimum) => new(new Bound(minimum, IsInclusive: true), null);
    public static ValueRange Above(double minimum) => new(new Bound(minimum, IsInclusive: false), null);

    /// <summary>From minimum to maximum, both included.</summary>
    public static ValueRange Between(double minimum, double maximum) => AtLeast(minimum).AtMost(maximum);

    public ValueRange AtMost(double maximum) => this with { Maximum = new(maximum, IsInclusive: true) };
    public ValueRange Below(double maximum) => this with { Maximum = new(maximum, IsInclusive: false) };

    /// <summary>Whether the range allows the number; never true for NaN where a bound exists.</summary>
    public bool Contains(double value) =>
        (Minimum is not { } low || (low.IsInclusive ? value >= low.Value : value > low.Value))
        && (Maximum is not { } high || (high.IsInclusive ? value <= high.Value : value < high.Value));

    /// <summary>For example <c>0 ≤ x &lt; 1</c>; empty where every number is allowed.</summary>
    public override string ToString() => (Minimum, Maximum) switch
    {
        ({ } low, { } high) => $"{low.Value:R} {(low.IsInclusive ? "≤" : "<")} x {(high.IsInclusive ? "≤" : "<")} {high.Value:R}",
        ({ } low, null) => $"{(low.IsInclusive ? "≥" : ">")} {low.Value:R}",
        (null, { } high) => $"{(high.IsInclusive ? "≤" : "<")} {high.Value:R}",
        _ => "",
    };
}

/// <summary>One end of a range.</summary>
public readonly record struct Bound(double Value, bool IsInclusive);
