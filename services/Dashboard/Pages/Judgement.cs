namespace Volcast.Services.Dashboard.Pages;

/// <summary>What became of an interval.</summary>
/// <param name="Held">Whether the outcome lies inside it; null while either is missing.</param>
/// <param name="Verdict">The same in words, with the side on which the outcome lies.</param>
public readonly record struct Judgement(bool? Held, string Verdict)
{
    /// <param name="lower">The interval's lower end; null where there is none.</param>
    /// <param name="upper">Its upper end, in the same unit.</param>
    /// <param name="realized">The outcome, in the same unit; null while it is not known.</param>
    public static Judgement Of(double? lower, double? upper, double? realized) => (lower, upper, realized) switch
    {
        (_, _, null) => new(null, "not known yet"),
        ({ } low, { } high, { } outcome) => outcome > high ? new(false, "missed, above")
            : outcome >= low ? new(true, "held")
            : new(false, "missed, below"),
        _ => new(null, "no interval"),
    };
}
