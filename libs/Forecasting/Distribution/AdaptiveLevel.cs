namespace Volcast.Forecasting.Distribution;

/// <summary>
/// One tail of an interval by adaptive conformal inference (Gibbs and Candès 2021): the share of past residuals that the bound
/// leaves outside. An outcome outside lowers it, α ← α + γ(promised − 1), one inside raises it, α ← α + γ·promised, so that the
/// share of misses comes to what was promised whatever the residuals do.
/// </summary>
/// <param name="NominalLevel">The tail's probability: .1 for a side of an 80 % interval.</param>
/// <param name="Step">γ.</param>
/// <param name="Value">α. It stays between a tenth and four times the promised one, so that a bound is always a quantile of what
/// has been seen, and a lower bound below an upper one.</param>
internal readonly record struct AdaptiveLevel(double NominalLevel, double Step, double Value)
{
    /// <summary>γ relative to the promised level: .005, the step of Gibbs and Candès, on a side of an 80 % interval.</summary>
    private const double RelativeStep = .05;

    /// <summary>Outcomes of a longer horizon share more of their sessions and miss in longer runs, which count as one: beyond
    /// five sessions the step is the smaller for it.</summary>
    private const double FullStepSessions = 5;

    /// <summary>At the promised level.</summary>
    public static AdaptiveLevel Of(double promised, int horizon) =>
        new(promised, RelativeStep * promised * Math.Min(1, FullStepSessions / horizon), promised);

    /// <summary>The level once one more outcome is known.</summary>
    public AdaptiveLevel After(bool missed) =>
        this with { Value = Math.Clamp(Value + Step * (NominalLevel - (missed ? 1 : 0)), NominalLevel / 10, 4 * NominalLevel) };
}
