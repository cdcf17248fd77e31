using System.Globalization;

namespace Volcast.Reports.Charts;

/// <summary>The range of an axis and where its ticks are.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="From">The value at its beginning.</param>
/// <param name="To">The value at its end, above <paramref name="From"/>.</param>
/// <param name="Ticks">Values and their labels, ascending.</param>
internal sealed record ChartAxis(AxisKind Kind, double From, double To, IReadOnlyList<(double Value, string Label)> Ticks)
{
    /// <summary>An axis that holds all values.</summary>
    /// <param name="kind">What it measures.</param>
    /// <param name="values">Finite; positive for a volatility and for a logarithm.</param>
    /// <param name="mostTicks">The largest number of dates on the axis.</param>
    public static ChartAxis Of(AxisKind kind, IEnumerable<double> values, int mostTicks = 14)
    {
        double[] all = [.. values];
        var (from, to) = all.Length == 0 ? (IsLogarithmic(kind) ? .1 : 0, 1) : (all.Min(), all.Max());
        return kind switch
        {
            AxisKind.Date => Dates(from, Math.Max(to, from + 1), mostTicks),
            AxisKind.Volatility => Volatility(from / 1.05, to * 1.05),
            AxisKind.Logarithm => Powers(from, to),
            AxisKind.Percent => Percents(from, to > from ? to : from + .01),
            AxisKind.Sessions => Sessions(from / 1.25, to * 1.25),
            _ => Numbers(from, to > from ? to : from + 1),
        };
    }

    /// <summary>The horizons, three months and a year.</summary>
    private static readonly double[] SessionTicks = [1, 5, 10, 22, 63, 252];

    /// <summary>Where a value lies, 0 at the beginning and 1 at the end.</summary>
    public double Position(double value) => IsLogarithmic(Kind)
        ? Math.Log(value / From) / Math.Log(To / From)
        : (value - From) / (To - From);

    private static bool IsLogarithmic(AxisKind kind) => kind is AxisKind.Volatility or AxisKind.Logarithm or AxisKind.Sessions;

    /// <summary>From a power of ten to a power of ten; at most about ten ticks.</summary>
    private static ChartAxis Powers(double from, double to)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(from)), (int)Math.Ceiling(Math.Log10(to)));
        last = Math.Max(last, first + 1);
        var step = (last - first + 9) / 10;
        return new(AxisKind.Logarithm, Math.Pow(10, first), Math.Pow(10, last),
            [.. Enumerable.Range(first, last - first + 1).Where(power => (power - first) % step == 0)
                .Select(power => (Math.Pow(10, power), Math.Pow(10, power).ToString(
                    power is >= -4 and <= 6 ? "0.####" : "0e+0", CultureInfo.InvariantCulture)))]);
    }

    private static ChartAxis Numbers(double from, double to)
    {
        var rough = (to - from) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        var (first, last) = ((int)Math.Floor(from / step), (int)Math.Ceiling(to / step));
        var decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(step) + 1e-9));
        return new(AxisKind.Number, first * step, last * step,
            [.. Enumerable.Range(first, last - first + 1).Select(i =>
                (i * step, ((Cell)(i * step)).Show("F" + decimals.ToString(CultureInfo.InvariantCulture))))]);
    }

    private static ChartAxis Percents(double from, double to)
    {
        var points = Numbers(100 * from, 100 * to);
        return new(AxisKind.Percent, points.From / 100, points.To / 100,
            [.. points.Ticks.Select(tick => (tick.Value / 100, $"{tick.Label} %"))]);
    }

    private static ChartAxis Sessions(double from, double to) => new(AxisKind.Sessions, from, to,
        [.. SessionTicks.Where(value => value >= from && value <= to).Select(value => (value, NumberText.Of(value, "0")))]);

    private static ChartAxis Volatility(double from, double to)
    {
        double[] steps = to / from > 30 ? [1, 3] : [1, 1.5, 2, 3, 5, 7];
        return new(AxisKind.Volatility, from, to,
            [.. Enumerable.Range(-3, 6).SelectMany(power => steps.Select(step => step * Math.Pow(10, power)))
                .Where(value => value >= from && value <= to)
                .Select(value => (value, value.ToString("0.##% ", CultureInfo.InvariantCulture).Replace("%", " %").Trim()))]);
    }

    /// <summary>Mondays, <paramref name="step"/> days apart.</summary>
    private static List<(double, string)> Weeks(DateOnly first, DateOnly last, int step)
    {
        var ticks = new List<(double, string)>();
        for (var day = first.AddDays((8 - (int)first.DayOfWeek) % 7); day <= last; day = day.AddDays(step))
            ticks.Add((day.DayNumber, day.ToString("d MMM", CultureInfo.InvariantCulture)));
        return ticks;
    }

    private static ChartAxis Dates(double from, double to, int mostTicks)
    {
        var (first, last) = (DateOnly.FromDayNumber((int)from), DateOnly.FromDayNumber((int)to));
        var days = last.DayNumber - first.DayNumber;
        if (days is >= 7 and < 75)
            return new(AxisKind.Date, from, to, Weeks(first, last, 7 * (days / 7 / Math.Min(mostTicks, 10) + 1)));
        var years = last.Year - first.Year;
        var months = years > 2 ? 12 * ((years + mostTicks - 1) / mostTicks) : years > 0 ? 3 : 1;
        if (years <= 2 && days / (30 * months) > mostTicks)
            months = 6;
        var ticks = new List<(double, string)>();
        for (var day = new DateOnly(first.Year, 1, 1); day <= last; day = day.AddMonths(months))
            if (day >= first)
                ticks.Add((day.DayNumber, months >= 12 ? $"{day.Year}" : $"{day:yyyy-MM}"));
        return new(AxisKind.Date, from, to, ticks);
    }
}
