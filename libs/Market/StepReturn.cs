namespace Volcast.Market;

/// <summary>What is wrong with the numbers that a return is measured from.</summary>
public enum StepFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The close with its events and the adjusted close give returns that differ.</summary>
    EventsDisagree,

    /// <summary>A split is stated, but the prices before it do not reflect it.</summary>
    SplitNotApplied,

    /// <summary>The ratio of adjusted close to close falls over time, which no dividend causes.</summary>
    AdjustmentFalls,

    /// <summary>The adjusted close implies an unusually large dividend, and the return with it is the larger one.</summary>
    AdjustmentJumps,

    /// <summary>The price did not fall by a stated dividend, and there is no adjusted close that confirms it.</summary>
    DividendNotInPrice,
}

/// <summary>The total return from one bar of a download to a later one, log and decimal, as the vendor's different numbers
/// give it.</summary>
/// <param name="Used">The return to use: the regular one without a fault, otherwise the smallest move.</param>
/// <param name="ByClose">ln(C(t) / (C(s) − D(t))): from the closes and the events that the vendor states.</param>
/// <param name="ByAdjustedClose">The log ratio of the adjusted closes; NaN without them.</param>
/// <param name="BySplit">ln(C(t)·split / (C(s) − D(t))): as if the split had not been applied; NaN without a split.</param>
/// <param name="Fault">Why <see cref="Used"/> is not simply the regular return.</param>
public readonly record struct StepReturn(
    double Used, double ByClose, double ByAdjustedClose, double BySplit, StepFault Fault);
