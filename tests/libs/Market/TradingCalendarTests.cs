using System.Globalization;

namespace Volcast.Market.Tests;

public sealed class TradingCalendarTests
{
    private static readonly TradingCalendar Nyse = TradingCalendar.Nyse;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("1994-04-27")] // Nixon
    [InlineData("2001-09-11")]
    [InlineData("2001-09-12")]
    [InlineData("2001-09-13")]
    [InlineData("2001-09-14")]
    [InlineData("2004-06-11")] // Reagan
    [InlineData("2007-01-02")] // Ford
    [InlineData("2012-10-29")] // Sandy
    [InlineData("2012-10-30")]
    [InlineData("2018-12-05")] // Bush
    [InlineData("2025-01-09")] // Carter
    public void A_special_closing_is_no_session(string day) => Assert.False(Nyse.IsSession(Day(day)));

    [Theory]
    [InlineData(2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24")]
    [InlineData(2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26")]
    [InlineData(2023, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25")]
    [InlineData(2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25")]
    [InlineData(2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25")]
    [InlineData(2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25")]
    [InlineData(2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24")]
    public void The_holidays_are_those_that_the_exchange_announced(int year, string holidays)
    {
        var closed = new List<string>();
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Nyse.IsSession(day))
                closed.Add(day.ToString("MM-dd"));
        Assert.Equal(holidays, string.Join(' ', closed));
    }

    [Theory]
    [InlineData("1993-12-31")] // 1 January 1994, 2000, 2005, 2011, 2022 were Saturdays
    [InlineData("1999-12-31")]
    [InlineData("2004-12-31")]
    [InlineData("2010-12-31")]
    [InlineData("2021-12-31")]
    [InlineData("1990-01-15")] // Martin Luther King Day was not kept before 1998
    [InlineData("1997-01-20")]
    [InlineData("2021-06-18")] // nor Juneteenth before 2022
    [InlineData("2001-09-17")]
    public void A_holiday_not_yet_or_not_observed_is_a_session(string day) => Assert.True(Nyse.IsSession(Day(day)));

    [Theory]
    [InlineData(1990, "1990-12-24")]
    [InlineData(1991, "1991-12-24")]
    [InlineData(1992, "1992-11-27 1992-12-24")]
    [InlineData(1993, "1993-11-26")]
    [InlineData(1995, "1995-07-03 1995-11-24")]
    [InlineData(1996, "1996-07-05 1996-11-29 1996-12-24")]
    [InlineData(1997, "1997-07-03 1997-11-28 1997-12-24 1997-12-26")]
    [InlineData(1999, "1999-11-26 1999-12-31")]
    [InlineData(2002, "2002-07-05 2002-11-29 2002-12-24")]
    [InlineData(2003, "2003-07-03 2003-11-28 2003-12-24 2003-12-26")]
    [InlineData(2009, "2009-11-27 2009-12-24")]
    [InlineData(2013, "2013-07-03 2013-11-29 2013-12-24")]
    [InlineData(2021, "2021-11-26")]
    [InlineData(2024, "2024-07-03 2024-11-29 2024-12-24")]
    [InlineData(2025, "2025-07-03 2025-11-28 2025-12-24")]
    [InlineData(2026, "2026-11-27 2026-12-24")]
    [InlineData(2027, "2027-11-26")]
    public void The_half_days_of_a_year_are_known(int year, string expected)
    {
        var days = Enumerable.Range(0, 366).Select(new DateOnly(year, 1, 1).AddDays).Where(d => d.Year == year);
        Assert.Equal(expected, string.Join(' ', days.Where(Nyse.IsHalfDay).Select(d => d.ToString("yyyy-MM-dd"))));
    }

    [Fact]
    public void Every_half_day_is_a_session() =>
        Assert.All(
            Enumerable.Range(0, 40_000).Select(TradingCalendar.FirstDay.AddDays).Where(Nyse.IsHalfDay),
            day => Assert.True(Nyse.IsSession(day)));

    [Theory]
    [InlineData("2024-01-16", "2024-01-16T16:00:00-05:00")]
    [InlineData("2024-07-16", "2024-07-16T16:00:00-04:00")]
    [InlineData("2024-12-24", "2024-12-24T13:00:00-05:00")]
    [InlineData("1992-12-24", "1992-12-24T14:00:00-05:00")]
    public void Trading_closes_at_four_or_earlier_on_a_half_day(string session, string close) =>
        Assert.Equal(DateTimeOffset.Parse(close, CultureInfo.InvariantCulture), Nyse.ClosesAt(Day(session)));

    [Theory]
    [InlineData("2024-01-16", "2024-01-16T09:30:00-05:00")]
    [InlineData("2024-07-03", "2024-07-03T09:30:00-04:00")] // a half day
    [InlineData("1990-01-02", "1990-01-02T09:30:00-05:00")]
    public void Trading_opens_at_half_past_nine_on_half_days_too(string session, string open) =>
        Assert.Equal(DateTimeOffset.Parse(open, CultureInfo.InvariantCulture), Nyse.OpensAt(Day(session)));

    [Theory]
    [InlineData("2024-01-16", "2024-01-17T11:00:00Z")] // winter, a Tuesday
    [InlineData("2024-07-16", "2024-07-17T10:00:00Z")] // summer
    [InlineData("2024-03-08", "2024-03-09T11:00:00Z")] // Friday before the clocks go forward: Saturday, still winter time
    [InlineData("2024-03-11", "2024-03-12T10:00:00Z")] // Monday after it
    [InlineData("2024-11-01", "2024-11-02T10:00:00Z")] // Friday before they go back
    [InlineData("2024-11-04", "2024-11-05T11:00:00Z")]
    [InlineData("2006-04-03", "2006-04-04T10:00:00Z")] // before 2007 summer time began in April
    [InlineData("2006-10-27", "2006-10-28T10:00:00Z")]
    public void A_bar_settles_at_six_in_New_York_on_the_next_day(string session, string settled)
    {
        var expected = DateTimeOffset.Parse(settled, CultureInfo.InvariantCulture);
        Assert.Equal(expected, Nyse.SettlesAt(Day(session)));
        Assert.Equal(6, Nyse.SettlesAt(Day(session)).Hour);
        Assert.Equal(Day(session), Nyse.NewestSettled(expected));
        Assert.True(Nyse.NewestSettled(expected.AddTicks(-1)) < Day(session));
    }

    [Fact]
    public void Over_a_long_weekend_Friday_stays_the_newest_settled_session()
    {
        var friday = Day("2024-01-12"); // Martin Luther King Day follows
        Assert.Equal(friday, Nyse.NewestSettled(new DateTimeOffset(2024, 1, 13, 11, 0, 0, TimeSpan.Zero)));
        Assert.Equal(friday, Nyse.NewestSettled(new DateTimeOffset(2024, 1, 17, 10, 59, 59, TimeSpan.Zero)));
        Assert.Equal(Day("2024-01-16"), Nyse.NewestSettled(new DateTimeOffset(2024, 1, 17, 20, 0, 0, TimeSpan.FromHours(9))));
    }

    [Fact]
    public void Counting_moving_and_listing_agree()
    {
        var sessions = Nyse.Sessions(Day("1990-01-01"), Day("2030-12-31"));
        Assert.Equal(Day("1990-01-02"), sessions[0]);
        Assert.Equal(sessions.Count, Nyse.Count(Day("1990-01-01"), Day("2030-12-31")));
        for (var i = 1; i < sessions.Count; i++)
        {
            Assert.Equal(sessions[i], Nyse.Next(sessions[i - 1]));
            Assert.Equal(sessions[i - 1], Nyse.Previous(sessions[i]));
            Assert.Equal(sessions[i], Nyse.Add(sessions[0], i));
            Assert.Equal(sessions[0], Nyse.Add(sessions[i], -i));
        }
    }

    [Fact]
    public void A_window_takes_both_ends_and_may_be_empty()
    {
        Assert.Equal([Day("2024-01-12"), Day("2024-01-16")], Nyse.Sessions(Day("2024-01-12"), Day("2024-01-16")));
        Assert.Empty(Nyse.Sessions(Day("2024-01-13"), Day("2024-01-15")));
        Assert.Empty(Nyse.Sessions(Day("2024-01-16"), Day("2024-01-12")));
        Assert.Equal(0, Nyse.Count(Day("2024-01-16"), Day("2024-01-12")));
        Assert.Equal(Day("2024-01-16"), Nyse.Next(Day("2024-01-13")));
        Assert.Equal(Day("2024-01-12"), Nyse.Previous(Day("2024-01-15")));
        Assert.Equal(Day("2024-01-12"), Nyse.Add(Day("2024-01-12"), 0));
    }

    [Theory]
    [InlineData(2001, 248)] // the four days of September
    [InlineData(2012, 250)] // hurricane Sandy
    [InlineData(2020, 253)]
    [InlineData(2021, 252)]
    [InlineData(2023, 250)]
    public void A_year_has_its_known_number_of_sessions(int year, int sessions) =>
        Assert.Equal(sessions, Nyse.Count(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)));

    [Fact]
    public void The_rules_extend_to_the_last_possible_date()
    {
        Assert.True(Nyse.IsSession(Day("2150-01-02"))); // a Friday
        Assert.False(Nyse.IsSession(Day("2150-12-25")));
        Assert.Equal(Day("9999-12-31"), Nyse.Previous(DateOnly.MaxValue).AddDays(1)); // a Thursday and a Friday
        Assert.Contains("9999-12-31", Assert.Throws<ArgumentOutOfRangeException>(() => Nyse.Next(DateOnly.MaxValue)).Message);
        Assert.True(Nyse.Add(Day("2024-01-02"), 1_000_000).Year is > 5900 and < 6100);
    }

    [Theory]
    [InlineData(1990, 4, 15)]
    [InlineData(2000, 4, 23)]
    [InlineData(2008, 3, 23)]
    [InlineData(2011, 4, 24)]
    [InlineData(2019, 4, 21)]
    [InlineData(2024, 3, 31)]
    [InlineData(2038, 4, 25)] // the latest Easter there can be
    [InlineData(2285, 3, 22)] // the earliest
    public void Easter_falls_on_its_published_date(int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), NyseHolidays.EasterSunday(year));

    [Fact]
    public void A_date_before_1990_is_refused_with_the_reason()
    {
        var early = Day("1989-12-29");
        Action[] questions =
        [
            () => Nyse.IsSession(early), () => Nyse.IsHalfDay(early), () => Nyse.Next(early), () => Nyse.Add(early, 1),
            () => Nyse.Sessions(early, Day("1990-02-01")), () => Nyse.Count(early, Day("1990-02-01")),
            () => Nyse.SettlesAt(early),
        ];
        Assert.All(questions, question =>
            Assert.Contains("begins on 1990-01-01", Assert.Throws<ArgumentOutOfRangeException>(question).Message));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nyse.Previous(Day("1990-01-02")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nyse.Add(Day("1990-01-02"), -1));
    }

    [Fact]
    public void Adding_to_a_day_without_trading_is_refused_with_the_next_session()
    {
        var error = Assert.Throws<ArgumentException>(() => Nyse.Add(Day("2024-01-15"), 1));
        Assert.Contains("2024-01-15 (Monday)", error.Message);
        Assert.Contains("2024-01-16", error.Message);
        Assert.Throws<ArgumentException>(() => Nyse.ClosesAt(Day("2024-01-13")));
        Assert.Throws<ArgumentException>(() => Nyse.OpensAt(Day("2024-01-13")));
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void SPY_traded_on_the_calendars_sessions_and_the_SPX_for_a_shorter_time_on_its_half_days()
    {
        Real_SPY_traded_on_exactly_these_sessions_from_1993_to_2021();
        The_SPX_was_quoted_for_a_shorter_time_on_exactly_the_half_days_from_2005_to_2019();
    }

    private static void Real_SPY_traded_on_exactly_these_sessions_from_1993_to_2021()
    {
        var traded = File.ReadLines(SharedData.Require("data", "market", "SPY.csv")).Skip(1).Select(line => Day(line[..10]));
        Assert.Equal(traded, Nyse.Sessions(Day("1993-01-29"), Day("2021-12-31")));
    }

    /// <summary>On a day of 3½ instead of 6½ hours the index is quoted 58 to 77 % as often as on the days around it.</summary>
    private static void The_SPX_was_quoted_for_a_shorter_time_on_exactly_the_half_days_from_2005_to_2019()
    {
        var counts = File.ReadLines(SharedData.Require("data", "market", "SPX_RV.csv")).Skip(1)
            .Select(line => line.Split(',')).Where(cells => cells[16].Length > 0)
            .Select(cells => (Session: Day(cells[0]), Observations: int.Parse(cells[16]))).ToArray();
        var shorter = new List<DateOnly>();
        for (var i = 10; i + 10 < counts.Length; i++)
        {
            var usual = counts[(i - 10)..(i + 11)].Select(c => c.Observations).Order().ElementAt(10);
            if (counts[i].Observations / (double)usual is > 0.5 and < 0.77)
                shorter.Add(counts[i].Session);
        }
        Assert.Equal(
            Nyse.Sessions(Day("2005-01-01"), Day("2019-11-30")).Where(Nyse.IsHalfDay),
            shorter.Where(day => day >= Day("2005-01-01") && day <= Day("2019-11-30")));
    }
}
