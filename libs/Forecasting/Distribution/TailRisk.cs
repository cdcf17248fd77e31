namespace Volcast.Forecasting.Distribution;

/// <summary>Value at risk and expected shortfall over some sessions. A loss is a positive decimal log return: .02 is a fall of
/// the log price by .02. NaN if there are too few past returns.</summary>
/// <param name="Sessions">The number of sessions over which the loss is summed.</param>
/// <param name="Confidence">For example .95: the loss exceeds the value at risk in one case of twenty.</param>
/// <param name="ValueAtRisk">The loss that is exceeded with probability 1 − confidence.</param>
/// <param name="ExpectedShortfall">The mean loss in these cases; never below the value at risk.</param>
/// <param name="SeparateWindows">How many windows of these sessions without overlap the past returns behind the figures fill;
/// overlapping windows share sessions and tell little more. NaN if it is unknown.</param>
public readonly record struct TailRisk(
    int Sessions, double Confidence, double ValueAtRisk, double ExpectedShortfall, double SeparateWindows = double.NaN)
{
    /// <summary>With fewer separate windows beyond the level, a figure is extrapolated.</summary>
    public const double MinimumWindowsBeyond = 5;

    /// <summary>Whether fewer than <see cref="MinimumWindowsBeyond"/> separate windows are expected beyond the level, so that the
    /// figure rests on the method more than on losses of this size; null if the number of windows is unknown.</summary>
    public bool? IsExtrapolated => double.IsNaN(SeparateWindows)
        ? null : Math.Round((1 - Confidence) * SeparateWindows, 9) < MinimumWindowsBeyond;
}
