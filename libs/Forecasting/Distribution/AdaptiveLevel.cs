namespace Volcast.Forecasting.Distribution;

/// <summary>
/// One tail of an interval by adaptive conformal inference (Gibbs and Candès 2021): the share of past residuals beyond the bound.
/// An outcome outside lowers it, α ← α + γ(nominal − 1); an outcome inside raises it, α ← α + γ·nominal. So the share of misses
/// converges to the nominal level for any residuals.
/// </summary>
/// <param name="NominalLevel">The tail's nominal probability: .1 for one side of an 80 % interval.</param>
/// <param name="Step">γ.</param>
/// <param name="Value">α. It stays between a tenth and four times the nominal level, so that a bound is always a quantile of the
/// residuals, and a lower bound is below an upper one.</param>
internal readonly record struct AdaptiveLevel(double NominalLevel, double Step, double Value)
{
    /// <summary>γ divided by the nominal level. It gives .005, the step of Gibbs and Candès, on one side of an 80 %
    /// interval.</summary>
    private const double RelativeStep = .05;

    /// <summary>Up to this horizon the step is full. Outcomes of a longer horizon share more sessions and miss in longer runs, so
    /// beyond it the step is smaller.</summary>
    private const double FullStepSessions = 5;

    /// <summary>The start, at the nominal level.</summary>
    public static AdaptiveLevel Of(double nominal, int horizon) =>
        new(nominal, RelativeStep * nominal * Math.Min(1, FullStepSessions / horizon), nominal);

    /// <summary>The level once one more outcome is known.</summary>
    public AdaptiveLevel After(bool missed) =>
        this with { Value = Math.Clamp(Value + Step * (NominalLevel - (missed ? 1 : 0)), NominalLevel / 10, 4 * NominalLevel) };
}
