using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Job;

public sealed class CalendarFilterTests
{
    private static readonly DateTimeOffset RetrievedAt = new(2024, 1, 9, 11, 0, 0, TimeSpan.Zero);

    private static VendorDownload Filter(DailyBars bars, bool isFile = false, DateTimeOffset? now = null) =>
        new CalendarFilter(TradingCalendar.Nyse, now ?? new(2024, 1, 9, 12, 0, 0, TimeSpan.Zero))
            .Apply(new(Spy, "scripted", RetrievedAt, bars, [], []), isFile);

    [Fact]
    public void Sessions_up_to_today_pass_unchanged()
    {
        var answer = Filter(From(0, 100, 101, 102)); // 2, 3 and 4 January.
        Assert.Equal((3, RetrievedAt), (answer.Bars.Count, answer.RetrievedAt));
        Assert.Empty(answer.Notes);
    }

    [Fact]
    public void Bars_before_the_calendar_begins_are_left_out_with_a_note()
    {
        var early = TradingCalendar.FirstDay.AddDays(-1);
        var answer = Filter(Of((early.AddDays(-1), 98), (early, 99), (Day(0), 100)));
        Assert.Equal([Day(0)], answer.Bars.Session);
        Assert.StartsWith("2 bars before ", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Empty(answer.Rejected);
        Assert.Equal(RetrievedAt, answer.RetrievedAt);
    }

    [Fact]
    public void Bars_after_today_are_left_out_and_a_file_is_dated_to_its_last_session()
    {
        var answer = Filter(Of((Day(0), 100), (Day(20), 101)), isFile: true);
        Assert.Equal([Day(0)], answer.Bars.Session);
        Assert.StartsWith("1 bar after 2024-01-09 ", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Equal(Day(0), DateOnly.FromDateTime(answer.RetrievedAt.UtcDateTime));
    }

    [Fact]
    public void A_bar_on_a_day_without_a_session_is_rejected_with_its_close()
    {
        var answer = Filter(Of((Day(0), 100), (new(2024, 1, 6), 101), (new(2024, 1, 8), 102)));
        Assert.Equal([Day(0), new(2024, 1, 8)], answer.Bars.Session);
        var rejected = Assert.Single(answer.Rejected);
        Assert.Equal(("2024-01-06", "close 101", Severity.Error), (rejected.Session, rejected.Row, rejected.Severity));
    }

    /// <summary>A Tuesday and a Saturday without a Monday: a Monday and a Friday a day late look the same.</summary>
    [Fact]
    public void A_short_answer_whose_days_may_be_a_day_late_is_refused()
    {
        var failure = Assert.Throws<MarketDataException>(() => Filter(Of((Day(0), 100), (new(2024, 1, 6), 101))));
        Assert.Contains(
            "1 of its 2 rows falls on a weekend, so its dates are shifted by a day", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-01-05T10:59:59Z", false)] // One second before 06:00 in New York on the day after 4 January.
    [InlineData("2024-01-05T11:00:00Z", true)]
    public void A_bar_is_settled_by_the_clock_whatever_the_source_says(string now, bool isSettled)
    {
        var clock = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        var vendor = Filter(From(0, 100, 101, 102), isFile: false, clock);
        Assert.Equal([true, true, isSettled], vendor.Bars.Settled);
        var file = Filter(From(0, 100, 101, 102), isFile: true, clock);
        Assert.Equal(isSettled ? 3 : 2, file.Bars.Count);
        Assert.Equal(isSettled, !file.Notes.Any(note => note.StartsWith("2024-01-04 was held back", StringComparison.Ordinal)));
        Assert.Equal(file.Bars.Session[^1], DateOnly.FromDateTime(file.RetrievedAt.UtcDateTime));
    }

    [Fact]
    public void An_answer_dated_in_the_future_settles_nothing_that_the_clock_does_not()
    {
        var clock = new DateTimeOffset(2024, 1, 4, 15, 5, 0, TimeSpan.Zero);
        var answer = new CalendarFilter(TradingCalendar.Nyse, clock).Apply(
            new(Spy, "scripted", clock.AddDays(30), From(0, 100, 101, 102), [], []), isFile: false);
        Assert.Equal([true, true, false], answer.Bars.Settled);
        Assert.Equal(clock, answer.RetrievedAt);
    }
}
