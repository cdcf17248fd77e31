using Volcast.Drift.Breaks;
using Volcast.Drift.Statistics;
using Volcast.Volatility;

namespace Volcast.Drift;

/// <summary>
/// Everything about the drift of one series: a feature, the forecast or the outcome. <see cref="Of"/> makes it from the values;
/// <see cref="OverFeatures"/> then judges all features of a run together.
/// </summary>
public sealed record FeatureDrift
{
    /// <summary>The fewest finite values of a reference that can be judged: one year.</summary>
    public const int MinimumReference = RealizedVariance.SessionsPerYear;

    /// <summary>The fewest finite values of a window that can be judged: one month.</summary>
    public const int MinimumWindow = 21;

    /// <summary>A feature failed if its adjusted p-value is at most this.</summary>
    public const double FailedLevel = .05;

    /// <summary>A feature has a warning if its adjusted p-value is at most this.</summary>
    public const double WarningLevel = .1;

    public required string Feature { get; init; }

    /// <summary>Finite values of the reference.</summary>
    public required int ReferenceCount { get; init; }

    /// <summary>Values of the reference that were left out because they are not finite.</summary>
    public required int ReferenceMissing { get; init; }

    /// <summary>Finite values of the window.</summary>
    public required int WindowCount { get; init; }

    /// <summary>Values of the window that were left out because they are not finite.</summary>
    public required int WindowMissing { get; init; }

    /// <summary>Mean of the window minus mean of the reference, in standard deviations of the reference; NaN if a sample is
    /// empty, 0 or infinite if the reference is constant.</summary>
    public double MeanShift { get; init; } = double.NaN;

    /// <summary>The distances and p-value that Evidently reports; null if a sample holds no finite value.</summary>
    public DriftStatistics? Statistics { get; init; }

    /// <summary>The distances against those of past windows; null if the reference is constant or has fewer than
    /// <see cref="PastWindows.MinimumCount"/> windows.</summary>
    public PastWindows? PastWindows { get; init; }

    /// <summary>The break detector's result; null if the series cannot be judged or its reference is constant.</summary>
    public LevelBreak? Break { get; init; }

    /// <summary>The p-value that decides about <see cref="DriftStatus.Failed"/>, of this feature alone: that of the break
    /// detector. For a constant reference it is 1 if the window holds the same value and 1/(n + 1) otherwise, n being
    /// <see cref="ReferenceCount"/>. NaN if there is no test.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary><see cref="PValue"/>, adjusted for all features of the run; equal to it before
    /// <see cref="OverFeatures"/>.</summary>
    public double AdjustedPValue { get; init; } = double.NaN;

    /// <summary>The p-value of <see cref="PastWindows"/>, adjusted for all features of the run; NaN without past
    /// windows.</summary>
    public double AdjustedPastPValue { get; init; } = double.NaN;

    /// <summary>Failed if <see cref="AdjustedPValue"/> is at most <see cref="FailedLevel"/>. A warning if it is at most
    /// <see cref="WarningLevel"/>, if <see cref="AdjustedPastPValue"/> is at most <see cref="FailedLevel"/>, or if a series that
    /// varied holds a single value in the window.</summary>
    public DriftStatus Status { get; init; } = DriftStatus.Insufficient;

    /// <summary>Why the status is not <see cref="DriftStatus.Ok"/>, one sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    private bool Stuck { get; init; }

    /// <summary>Compares the newest values of a series with those before them, as if it were the only series.</summary>
    /// <param name="feature">Its name.</param>
    /// <param name="reference">In time order; ends on the session before the window, for example ten years.</param>
    /// <param name="window">The newest sessions, in time order, for example 60.</param>
    /// <returns>The status is <see cref="DriftStatus.Insufficient"/> if the reference has fewer finite values than
    /// <see cref="MinimumReference"/> or than the window, or the window fewer than <see cref="MinimumWindow"/>.</returns>
    public static FeatureDrift Of(string feature, ReadOnlySpan<double> reference, ReadOnlySpan<double> window)
    {
        double[] before = Finite.Of(reference), newest = Finite.Of(window);
        var drift = new FeatureDrift
        {
            Feature = feature,
            ReferenceCount = before.Length,
            ReferenceMissing = reference.Length - before.Length,
            WindowCount = newest.Length,
            WindowMissing = window.Length - newest.Length,
        };
        if (before.Length > 0 && newest.Length > 0)
            drift = drift with
            {
                Statistics = DriftStatistics.OfFinite(before, newest),
                MeanShift = ShiftOf(before, newest),
            };
        if (newest.Length < MinimumWindow || before.Length < Math.Max(MinimumReference, newest.Length))
            return drift.Judged(double.NaN, double.NaN);
        if (!LeastSquares.Varies(before))
        {
            var same = newest.All(value => value == before[^1]);
            return (drift with { PValue = same ? 1 : 1 / (before.Length + 1.0) }).JudgedAlone();
        }
        var level = BreakDetector.Test(before, newest);
        return (drift with
        {
            PastWindows = before.Length / newest.Length >= PastWindows.MinimumCount
                ? PastWindows.Of(before, newest.Length, drift.Statistics!) : null,
            Break = level,
            PValue = level?.PValue ?? double.NaN,
            Stuck = !LeastSquares.Varies(newest) && LongestRun(before) < newest.Length,
        }).JudgedAlone();
    }

    /// <summary>Judges the features of one run together: adjusts their p-values by <see cref="FalseDiscovery"/> and sets
    /// status and reasons anew.</summary>
    /// <param name="features">Results of <see cref="Of"/>.</param>
    /// <returns>In the same order.</returns>
    public static IReadOnlyList<FeatureDrift> OverFeatures(IReadOnlyList<FeatureDrift> features)
    {
        var adjusted = FalseDiscovery.Adjust([.. features.Select(feature => feature.PValue)]);
        var past = FalseDiscovery.Adjust([.. features.Select(feature => feature.PastWindows?.PValue ?? double.NaN)]);
        return [.. features.Select((feature, i) => feature.Judged(adjusted[i], past[i]))];
    }

    private FeatureDrift JudgedAlone() => Judged(PValue, PastWindows?.PValue ?? double.NaN);

    private FeatureDrift Judged(double adjusted, double past)
    {
        var (status, reasons) = DriftVerdict.Of(this, adjusted, past, Stuck);
        return this with { AdjustedPValue = adjusted, AdjustedPastPValue = past, Status = status, Reasons = reasons };
    }

    private static double ShiftOf(double[] reference, double[] window)
    {
        Moments before = Moments.Of(reference), newest = Moments.Of(window);
        return newest.Mean == before.Mean ? 0
            : LeastSquares.Varies(reference) ? (newest.Mean - before.Mean) / before.Deviation
            : (newest.Mean - before.Mean) * double.PositiveInfinity;
    }

    private static int LongestRun(double[] values)
    {
        var (longest, run) = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            run = i > 0 && values[i] == values[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
