namespace Volcast.Drift.Tests;

public sealed class DistributionChangeTests
{
    /// <summary>Of 100 sessions the first 40 are the reference: 39 zeros and one 30; the newest 60 are 15, on the edge of a bin,
    /// and one 30, which belongs to the last bin.</summary>
    [Fact]
    public void The_shares_of_both_are_counted_over_common_bins()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 39), 30, .. Enumerable.Repeat(15.0, 59), 30];
        var change = DistributionChange.Of(values)!;
        Assert.Equal((0, 30, 40, 60), (change.Least, change.Most, change.ReferenceCount, change.WindowCount));
        Assert.Equal([(0, .975), (29, .025)], Filled(change.Reference));
        Assert.Equal([(15, 59 / 60.0), (29, 1 / 60.0)], Filled(change.Window));

        static IEnumerable<(int, double)> Filled(IReadOnlyList<double> shares) =>
            shares.Select((share, bin) => (bin, share)).Where(one => one.share > 0);
    }

    [Fact]
    public void Missing_values_do_not_count()
    {
        double[] values = [double.NaN, 1, 2, .. Enumerable.Repeat(3.0, 59), double.NaN];
        var change = DistributionChange.Of(values)!;
        Assert.Equal((2, 59), (change.ReferenceCount, change.WindowCount));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    public void There_is_none_without_a_reference_or_where_all_values_are_equal(int sessions) =>
        Assert.Null(DistributionChange.Of([.. Enumerable.Repeat(7.0, sessions)]));

    [Fact]
    public void Only_the_ten_years_before_the_window_are_compared()
    {
        double[] values = [1000, .. Enumerable.Range(0, ComparedWindows.Reference + ComparedWindows.Window).Select(i => i % 7.0)];
        Assert.Equal((6, ComparedWindows.Reference), (DistributionChange.Of(values)!.Most, DistributionChange.Of(values)!.ReferenceCount));
    }
}
