using Volcast.Lake.Tables;

namespace Volcast.Lake.Tests.Tables;

public sealed class CuratedMarketTests
{
    private static readonly DateOnly From = new(2020, 1, 2);
    private static readonly DateOnly To = new(2020, 1, 7);

    [Fact]
    public void A_table_survives_conversion_to_a_frame_and_back()
    {
        var frame = Sample.Curated(Sample.Spy, From, To);
        Assert.True(CuratedMarketTable.FromFrame(Sample.Spy, frame).ToFrame().ContentEquals(frame));
        Assert.Empty(CuratedMarketTable.Schema.Validate(frame).Failures);
        var series = CuratedMarketTable.FromFrame(Sample.Spy, frame).ToSeries();
        Assert.Equal((frame.Dates("session"), frame.Numbers("close")), (series.Session, series.Close));
    }

    [Theory]
    [InlineData("close", 0, "range")]
    [InlineData("open", -1, "range")]
    [InlineData("total_return_close", 0, "range")]
    [InlineData("dividend", -0.01, "range")]
    [InlineData("split_ratio", 0, "range")]
    [InlineData("high", 1, "close_in_range")]
    [InlineData("low", 1000, "close_in_range")]
    [InlineData("close", double.NaN, "not_null")]
    [InlineData("log_return", double.NegativeInfinity, "finite")]
    public void An_impossible_value_is_an_error_at_its_row(string column, double value, string check)
    {
        var frame = Sample.Curated(Sample.Spy, From, To);
        frame.Numbers(column)[2] = value;
        var failure = Assert.Single(CuratedMarketTable.Schema.Validate(frame).Errors, e => e.Check == check);
        Assert.Equal(("SPY 2020-01-06", 2), (failure.RowKey, failure.Row));
    }

    [Fact]
    public void Rounding_may_put_a_high_below_the_close_by_one_ten_thousandth()
    {
        var frame = Sample.Curated(Sample.Spy, From, To);
        frame.Numbers("high")[1] = frame.Numbers("close")[1] * (1 - 0.9e-4);
        frame.Numbers("low")[2] = frame.Numbers("close")[2] * (1 + 0.9e-4);
        Assert.Empty(CuratedMarketTable.Schema.Validate(frame).Failures);
        frame.Numbers("high")[1] = frame.Numbers("close")[1] * (1 - 1.1e-4);
        frame.Numbers("low")[2] = frame.Numbers("close")[2] * (1 + 1.1e-4);
        Assert.Equal([1, 2], CuratedMarketTable.Schema.Validate(frame).Errors.Select(e => e.Row!.Value));
    }

    [Fact]
    public void The_candle_of_an_index_is_not_checked_and_missing_prices_pass()
    {
        var index = Sample.Curated(Sample.Vix, From, To);
        index.Numbers("high")[0] = 1;
        Assert.Empty(CuratedMarketTable.Schema.Validate(index).Failures);
        var traded = Sample.Curated(Sample.Spy, From, To);
        traded.Numbers("open")[0] = traded.Numbers("high")[1] = traded.Numbers("low")[1] = double.NaN;
        Assert.Empty(CuratedMarketTable.Schema.Validate(traded).Failures);
    }

    [Fact]
    public void A_session_on_a_holiday_is_an_error_and_a_gap_is_a_warning()
    {
        var frame = Sample.Curated(Sample.Spy, new(2021, 12, 23), new(2021, 12, 28));
        Assert.Equal([new(2021, 12, 23), new(2021, 12, 27), new(2021, 12, 28)], frame.Dates("session"));
        frame.Dates("session")[1] = new(2021, 12, 24); // Christmas was observed on this Friday.
        var report = CuratedMarketTable.Schema.Validate(frame);
        Assert.Equal(("calendar_expects", 1), (Assert.Single(report.Errors).Check, report.Errors[0].Row));
        Assert.Equal("SPY 2021-12-27 is missing", Assert.Single(report.Warnings).Value);
    }

    [Fact]
    public void Sessions_before_the_calendar_begins_are_not_checked()
    {
        var frame = Sample.Curated(Sample.Spy, From, To);
        for (var row = 0; row < frame.Rows; row++)
            frame.Dates("session")[row] = new DateOnly(1962, 1, 1).AddDays(row);
        Assert.Empty(CuratedMarketTable.Schema.Validate(frame).Failures);
    }
}
