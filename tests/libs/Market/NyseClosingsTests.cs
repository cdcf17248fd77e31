using System.Globalization;

namespace Volcast.Market.Tests;

/// <summary>Compares the calendar with the holiday rules of pandas and the exchange's list of special closings
/// (<c>tests/oracles/nyse.py</c>).</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class NyseClosingsTests
{
    [Fact]
    public void Weekdays_without_trading_from_1990_to_2030_are_exactly_the_listed_closings()
    {
        var listed = File.ReadLines(Oracle.PathOf("nyse.csv")).Skip(1).Select(line => line.Split(',')[0]);
        var first = new DateOnly(1990, 1, 1);
        var closed = Enumerable.Range(0, new DateOnly(2030, 12, 31).DayNumber - first.DayNumber + 1).Select(first.AddDays)
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !TradingCalendar.Nyse.IsSession(day));
        Assert.Equal(listed, closed.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }
}
