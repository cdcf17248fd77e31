using Volcast.Drift.Breaks;
using static System.FormattableString;

namespace Volcast.Drift;

/// <summary>Status and reasons of one feature.</summary>
internal static class DriftVerdict
{
    public static (DriftStatus Status, IReadOnlyList<string> Reasons) Of(
        FeatureDrift drift, double adjusted, double past, bool stuck)
    {
        if (double.IsNaN(drift.PValue))
            return (DriftStatus.Insufficient, [WhyInsufficient(drift)]);
        var reasons = new List<string>();
        if (adjusted <= FeatureDrift.WarningLevel)
            reasons.Add(WhyBroken(drift, adjusted));
        if (past <= FeatureDrift.FailedLevel)
            reasons.Add(WhyApart(drift.PastWindows!, past));
        if (stuck)
            reasons.Add(Invariant($"All {drift.WindowCount} values of the window are equal; the reference has no such run."));
        var status = adjusted <= FeatureDrift.FailedLevel ? DriftStatus.Failed
            : reasons.Count > 0 ? DriftStatus.Warning : DriftStatus.Ok;
        return (status, reasons);
    }

    private static string WhyBroken(FeatureDrift drift, double adjusted)
    {
        var level = Invariant($"(p = {drift.PValue:0.####}, adjusted {adjusted:0.####})");
        return drift.Break is { } found
            ? Invariant($"The level changed by {Size(found.Size)} standard deviations, most likely ")
                + (found.SessionsAgo > drift.WindowCount ? $"before the window {level}." : Invariant($"{found.SessionsAgo} sessions ago {level}."))
            : $"All values of the reference are equal, and the window holds another value {level}.";
    }

    /// <summary>The detector tries no larger size than the largest one.</summary>
    private static string Size(double size) => Invariant(
        $"{(Math.Abs(size) >= BreakLikelihood.LargestSize ? "at least" : "about")} {size:0.0}");

    private static string WhyApart(PastWindows windows, double adjusted) =>
        Invariant($"The values are further from the reference than those of nearly all {windows.Count} past windows ")
            + Invariant($"(p = {windows.PValue:0.###}, adjusted {adjusted:0.###}).");

    private static string WhyInsufficient(FeatureDrift drift)
    {
        var window = Has("window", drift.WindowCount, drift.WindowMissing);
        var reference = Has("reference", drift.ReferenceCount, drift.ReferenceMissing);
        return drift.WindowCount < FeatureDrift.MinimumWindow
            ? Invariant($"{window}; give at least {FeatureDrift.MinimumWindow}.")
            : drift.ReferenceCount < FeatureDrift.MinimumReference
                ? Invariant($"{reference}; give at least {FeatureDrift.MinimumReference}.")
            : drift.ReferenceCount < drift.WindowCount
                ? $"{reference}; give at least as many as the window has."
            : "The past of the reference predicts most of it without an error, so there are no innovations to test.";

        static string Has(string sample, int count, int missing) =>
            Invariant($"The {sample} has {count} finite values, {missing} are missing");
    }
}
