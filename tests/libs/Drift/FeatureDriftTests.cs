namespace Volcast.Drift.Tests;

public sealed class FeatureDriftTests
{
    private static readonly double[] Series = Draws.Autoregression(new Random(3), 1320, .9, Draws.StudentT4);
    private static readonly double[] Reference = Series[..1260];
    private static readonly double[] Window = Series[1260..];

    [Fact]
    public void An_undrifted_window_is_ok_although_Evidentlys_thresholds_report_drift()
    {
        var drift = FeatureDrift.Of("rv_22", Reference, Window);

        Assert.Equal(DriftStatus.Ok, drift.Status);
        Assert.Empty(drift.Reasons);
        Assert.Equal(("rv_22", 1260, 60, 0, 0),
            (drift.Feature, drift.ReferenceCount, drift.WindowCount, drift.ReferenceMissing, drift.WindowMissing));
        Assert.True(drift.Statistics!.Wasserstein > DriftStatistics.DistanceThreshold);
        Assert.Equal(21, drift.PastWindows!.Count);
        Assert.Equal(1, drift.Break!.Order);
        Assert.Equal(drift.Break.PValue, drift.PValue);
        Assert.Equal(drift.PValue, drift.AdjustedPValue);
    }

    [Fact]
    public void A_break_of_the_level_failed_and_says_so()
    {
        var drift = FeatureDrift.Of("vix", Reference, [.. Window.Select(value => value + 7)]);

        Assert.Equal(DriftStatus.Failed, drift.Status);
        Assert.StartsWith("The level changed by about 2.3 standard deviations, most likely 60 sessions ago (p = ",
            drift.Reasons[0], StringComparison.Ordinal);
        Assert.True(drift.MeanShift > 2);
    }

    [Theory]
    [InlineData(60, 5.1, "about 5.1 standard deviations, most likely 60 sessions ago (")]
    [InlineData(61, -5.1, "about -5.1 standard deviations, most likely before the window (")]
    [InlineData(61, 7.59375, "at least 7.6 standard deviations, most likely before the window (")]
    public void The_reason_does_not_claim_more_than_the_detector_knows(int sessionsAgo, double size, string reason)
    {
        var drift = FeatureDrift.Of("vix", Reference, Window) with { PValue = .001, Break = new(1, .9, sessionsAgo, size, 9, .001) };
        var (status, reasons) = DriftVerdict.Of(drift, .01, 1, stuck: false);
        Assert.Equal(DriftStatus.Failed, status);
        Assert.StartsWith($"The level changed by {reason}", reasons.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_break_in_the_newest_third_is_found_there()
    {
        var drift = FeatureDrift.Of("vix", Reference, [.. Window.Select((value, t) => t < 40 ? value : value + 9)]);

        Assert.Equal(DriftStatus.Failed, drift.Status);
        Assert.Equal(20, drift.Break!.SessionsAgo);
    }

    [Fact]
    public void A_constant_feature_is_ok_while_it_stays_and_failed_once_it_moves()
    {
        var constant = Enumerable.Repeat(.25, 300).ToArray();
        var same = FeatureDrift.Of("flag", constant, constant.AsSpan(0, 60));
        var moved = FeatureDrift.Of("flag", constant, [.. constant[..59], .26]);

        Assert.Equal((DriftStatus.Ok, 1, 0), (same.Status, same.PValue, same.MeanShift));
        Assert.Null(same.Break);
        Assert.Equal((DriftStatus.Failed, 1 / 301.0), (moved.Status, moved.PValue));
        Assert.Equal(["All values of the reference are equal, and the window holds another value (p = 0.0033, adjusted 0.0033)."],
            moved.Reasons);
    }

    [Fact]
    public void A_feature_that_stopped_to_move_has_a_warning()
    {
        var drift = FeatureDrift.Of("vix", Reference, Enumerable.Repeat(Reference[^1], 60).ToArray());

        Assert.Equal(DriftStatus.Warning, drift.Status);
        Assert.Contains("All 60 values of the window are equal; the reference has no such run.", drift.Reasons);
    }

    [Fact]
    public void Missing_values_are_left_out_and_counted()
    {
        double[] reference = [.. Reference], window = [.. Window];
        (reference[0], reference[700], window[1]) = (double.NaN, double.PositiveInfinity, double.NaN);
        var drift = FeatureDrift.Of("vix", reference, window);
        var without = FeatureDrift.Of("vix", [.. Reference[1..700], .. Reference[701..]], [Window[0], .. Window[2..]]);

        Assert.Equal((1258, 2, 59, 1),
            (drift.ReferenceCount, drift.ReferenceMissing, drift.WindowCount, drift.WindowMissing));
        Assert.Equal(without.Statistics, drift.Statistics);
        Assert.Equal(without.Break, drift.Break);
    }

    [Theory]
    [InlineData(251, 60, "The reference has 251 finite values, 0 are missing; give at least 252.")]
    [InlineData(300, 400, "The reference has 300 finite values, 0 are missing; give at least as many as the window has.")]
    [InlineData(1260, 20, "The window has 20 finite values, 0 are missing; give at least 21.")]
    public void Too_few_values_are_insufficient_but_have_Evidentlys_numbers(int reference, int window, string reason)
    {
        var drift = FeatureDrift.Of("vix", Series.AsSpan(0, reference), Series.AsSpan(Series.Length - window));

        Assert.Equal(DriftStatus.Insufficient, drift.Status);
        Assert.Equal([reason], drift.Reasons);
        Assert.True(double.IsNaN(drift.PValue));
        Assert.NotNull(drift.Statistics);
    }

    [Fact]
    public void An_empty_window_is_insufficient()
    {
        var drift = FeatureDrift.Of("vix", Reference, [double.NaN]);

        Assert.Equal((DriftStatus.Insufficient, 0, 1), (drift.Status, drift.WindowCount, drift.WindowMissing));
        Assert.Null(drift.Statistics);
    }

    [Fact]
    public void A_reference_of_less_than_nineteen_windows_is_judged_without_past_windows()
    {
        var drift = FeatureDrift.Of("vix", Reference.AsSpan(1260 - 1139), Window);

        Assert.Null(drift.PastWindows);
        Assert.NotNull(drift.Break);
        Assert.NotEqual(DriftStatus.Insufficient, drift.Status);
        Assert.NotNull(FeatureDrift.Of("vix", Reference.AsSpan(1260 - 1140), Window).PastWindows);
    }

    [Fact]
    public void Of_many_features_a_small_p_value_counts_less()
    {
        var suspicious = FeatureDrift.Of("first", Reference, Window) with { PValue = .02 };
        var others = Enumerable.Range(0, 20)
            .Select(i => FeatureDrift.Of($"other_{i}", Reference, Window) with { PValue = .5 + i / 50.0 });
        var missing = FeatureDrift.Of("missing", Reference, []);

        var alone = FeatureDrift.OverFeatures([suspicious, missing]);
        var together = FeatureDrift.OverFeatures([suspicious, .. others, missing]);

        Assert.Equal((DriftStatus.Failed, .02), (alone[0].Status, alone[0].AdjustedPValue));
        Assert.Equal((DriftStatus.Ok, .42), (together[0].Status, Math.Round(together[0].AdjustedPValue, 12)));
        Assert.Equal(DriftStatus.Insufficient, together[^1].Status);
        Assert.Equal("first", together[0].Feature);
    }

    [Fact]
    public void The_same_values_have_the_same_bits()
    {
        var (first, second) = (FeatureDrift.Of("vix", Reference, Window), FeatureDrift.Of("vix", Reference, Window));
        Assert.Equal(first.Break, second.Break);
        Assert.Equal(first.PastWindows, second.PastWindows);
    }
}
