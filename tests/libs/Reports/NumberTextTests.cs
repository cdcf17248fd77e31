namespace Volcast.Reports.Tests;

public sealed class NumberTextTests
{
    private const char Space = '\u00a0';

    [Fact]
    public void A_decimal_is_shown_in_percent()
    {
        Assert.Equal($"15.3{Space}%", NumberText.Percent(.1532));
        Assert.Equal($"−2{Space}%", NumberText.Percent(-.0151, 0));
        Assert.Equal($"0.0{Space}%", NumberText.Percent(-.0001));
        Assert.Equal("–", NumberText.Percent(null));
        Assert.Equal("–", NumberText.Percent(double.NaN));
    }

    /// <summary>16.95 and 100 · .1695 differ in their last bit.</summary>
    [Fact]
    public void A_half_rounds_up_whether_it_was_computed_or_quoted()
    {
        Assert.Equal($"17.0{Space}%", NumberText.Percent(16.95 / 100));
        Assert.Equal("17.0", NumberText.Of(16.95, "0.0"));
    }

    [Theory]
    [InlineData(1.24, "+1.2")]
    [InlineData(-.34, "−0.3")]
    [InlineData(.04, "0.0")]
    [InlineData(-.04, "0.0")]
    [InlineData(double.NaN, "–")]
    public void A_change_has_its_sign_unless_it_rounds_to_nothing(double value, string shown) =>
        Assert.Equal(shown, NumberText.Change(value));

    [Theory]
    [InlineData(.231, "23")]
    [InlineData(.004, "<1")]
    [InlineData(.996, ">99")]
    [InlineData(0, "0")]
    [InlineData(1, "100")]
    public void A_probability_does_not_round_to_certainty(double value, string shown) =>
        Assert.Equal($"{shown}{Space}%", NumberText.Probability(value));

    [Theory]
    [InlineData(74.88, "74")]
    [InlineData(75, "75")]
    [InlineData(99.9, "99")]
    [InlineData(.4, "<1")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "–")]
    public void A_percentile_does_not_round_up_to_a_limit(double value, string shown) =>
        Assert.Equal((shown, shown), (NumberText.Percentile(value), ((Cell)value).Show(TableColumn.Percentile)));

    [Fact]
    public void A_percent_sign_stays_with_its_number() =>
        Assert.Equal($"16.8{Space}% raises it", NumberText.Joined("16.8 % raises it"));

    [Fact]
    public void A_ratio_has_three_decimals_and_no_leading_zero() =>
        Assert.Equal((".736", "1.034", "−.020"), (NumberText.Ratio(.7361), NumberText.Ratio(1.0339), NumberText.Ratio(-.02)));

    [Fact]
    public void A_count_of_one_has_a_singular_noun() =>
        Assert.Equal(("1 session", "3,016 sessions"), (NumberText.Count(1, "session"), NumberText.Count(3016, "session")));

    [Theory]
    [InlineData(1, "1 second")]
    [InlineData(179, "2 minutes")]
    [InlineData(7200, "2 hours")]
    [InlineData(400_000, "4 days")]
    public void A_length_of_time_is_in_its_largest_whole_unit(int seconds, string shown) =>
        Assert.Equal(shown, NumberText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task Days_and_moments_do_not_depend_on_the_culture()
    {
        Assert.Equal(("2021-12-23", "Thu 23 Dec 2021"), await OtherCulture.RunAsync(
            () => (NumberText.Day(new(2021, 12, 23)), NumberText.LongDay(new(2021, 12, 23)))));
        Assert.Equal("2021-12-23 14:05 UTC", await OtherCulture.RunAsync(
            () => NumberText.Moment(new(2021, 12, 23, 9, 5, 0, TimeSpan.FromHours(-5)))));
    }
}
