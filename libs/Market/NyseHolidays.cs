namespace Volcast.Market;

/// <summary>
/// The days from 1990 on on which the New York Stock Exchange does not trade or closes early. Regular holidays follow NYSE Rule
/// 7.2, also in every later year; closings for a death, an attack or a storm are listed by date.
/// </summary>
/// <remarks>
/// Early closings are the scheduled ones: 14:00 New York time until 1992, 13:00 since. Those from 2000 to 2019 agree with the
/// number of intraday observations per day in the Oxford-Man realised library (Heber et al. 2009). 1999-12-31 is included because
/// the exchange's board decided it in June 1999, although some public lists omit it. There was none on the days after
/// Thanksgiving 1990 and 1991. Unscheduled halts do not count as early closings: snow on 1994-02-11 and 1996-01-08, the circuit
/// breaker of 1997-10-27, a system failure on 2005-06-01.
/// </remarks>
internal static class NyseHolidays
{
    private static readonly TimeOnly OnePm = new(13, 0);
    private static readonly TimeOnly TwoPm = new(14, 0);

    private static readonly DateOnly[] SpecialClosings =
    [
        new(1994, 4, 27), // funeral of Richard Nixon
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14), // attacks of 11 September
        new(2004, 6, 11), // mourning for Ronald Reagan
        new(2007, 1, 2), // mourning for Gerald Ford
        new(2012, 10, 29), new(2012, 10, 30), // hurricane Sandy
        new(2018, 12, 5), // mourning for George H. W. Bush
        new(2025, 1, 9), // mourning for Jimmy Carter
    ];

    private static readonly DateOnly[] SpecialEarlyClosings = [new(1997, 12, 26), new(1999, 12, 31), new(2003, 12, 26)];

    /// <summary>The weekdays of a year without trading, in no particular order.</summary>
    public static IEnumerable<DateOnly> Closings(int year)
    {
        var newYear = new DateOnly(year, 1, 1);
        // A New Year's Day on Saturday is not observed on Friday, because that Friday ends the accounting year.
        if (newYear.DayOfWeek != DayOfWeek.Saturday)
            yield return Observed(newYear);
        if (year >= 1998)
            yield return Nth(3, DayOfWeek.Monday, year, 1); // Martin Luther King Jr.
        yield return Nth(3, DayOfWeek.Monday, year, 2); // Washington's Birthday (Presidents' Day)
        yield return EasterSunday(year).AddDays(-2); // Good Friday
        yield return LastMonday(year, 5); // Memorial Day
        if (year >= 2022)
            yield return Observed(new DateOnly(year, 6, 19)); // Juneteenth
        yield return Observed(new DateOnly(year, 7, 4)); // Independence Day
        yield return Nth(1, DayOfWeek.Monday, year, 9); // Labor Day
        yield return Thanksgiving(year);
        yield return Observed(new DateOnly(year, 12, 25)); // Christmas
        foreach (var day in SpecialClosings)
            if (day.Year == year)
                yield return day;
    }

    /// <summary>The sessions of a year that are scheduled to close early, with the closing time in New York.</summary>
    public static IEnumerable<(DateOnly Session, TimeOnly Close)> EarlyClosings(int year)
    {
        var time = year <= 1992 ? TwoPm : OnePm;
        if (year >= 1992)
            yield return (Thanksgiving(year).AddDays(1), time);

        // If Christmas Eve is a Friday, it is the observed holiday itself.
        var christmasEve = new DateOnly(year, 12, 24);
        if (christmasEve.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday)
            yield return (christmasEve, time);

        // Around 4 July, since 1995: the day before on a Monday, Tuesday or Thursday; for a Thursday holiday the Friday after
        // it until 2012, the Wednesday before it since.
        var thirdOfJuly = new DateOnly(year, 7, 3);
        if (year >= 1995 && thirdOfJuly.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday or DayOfWeek.Thursday)
            yield return (thirdOfJuly, time);
        else if (year >= 1995 && thirdOfJuly.DayOfWeek == DayOfWeek.Wednesday)
            yield return (year < 2013 ? thirdOfJuly.AddDays(2) : thirdOfJuly, time);

        foreach (var day in SpecialEarlyClosings)
            if (day.Year == year)
                yield return (day, time);
    }

    /// <summary>Easter Sunday of the Gregorian calendar: the computus of Meeus (1991), after Jones (1922) and Butcher.</summary>
    internal static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var (leapCenturies, centuryRest) = Math.DivRem(century, 4);
        var lunarCorrection = (century - (century + 8) / 25 + 1) / 3;
        var epact = (19 * golden + century - leapCenturies - lunarCorrection + 15) % 30;
        var (leapYears, yearRest) = Math.DivRem(yearOfCentury, 4);
        var weekday = (32 + 2 * centuryRest + 2 * leapYears - epact - yearRest) % 7;
        var lateMoon = (golden + 11 * epact + 22 * weekday) / 451;
        var (month, day) = Math.DivRem(epact + weekday - 7 * lateMoon + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    /// <summary>A holiday on Saturday is observed on Friday, one on Sunday on Monday.</summary>
    private static DateOnly Observed(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    private static DateOnly Thanksgiving(int year) => Nth(4, DayOfWeek.Thursday, year, 11);

    private static DateOnly Nth(int n, DayOfWeek weekday, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((weekday - first.DayOfWeek + 7) % 7 + 7 * (n - 1));
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-((last.DayOfWeek - DayOfWeek.Monday + 7) % 7));
    }
}
