using System.Globalization;

namespace Volcast.Reports;

/// <summary>How numbers and dates are written for people on every page: invariant culture, a true minus sign, a dash for what is
/// missing, and a unit that never breaks away from its number.</summary>
public static class NumberText
{
    /// <summary>Stands where a number is missing.</summary>
    public const string Missing = "–";

    private const string PercentSign = "\u00a0%";

    /// <summary>A number in a .NET format.</summary>
    public static string Of(double number, string? format)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? Missing : number > 0 ? "∞" : "−∞";
        var shown = number.ToString(format, CultureInfo.InvariantCulture);
        return shown.StartsWith('-') && shown.Any(c => c is >= '1' and <= '9') ? "−" + shown[1..] : shown.TrimStart('-');
    }

    /// <summary>A decimal in percent: .1532 is <c>15.3 %</c>.</summary>
    public static string Percent(double? value, int decimals = 1) =>
        value is { } given ? Unit(Of(100 * given, Fixed(decimals)), PercentSign) : Missing;

    /// <summary>Points of volatility with their sign: <c>+1.2</c>, <c>−0.3</c>, <c>0.0</c>.</summary>
    public static string Change(double? value, int decimals = 1)
    {
        if (value is not { } given)
            return Missing;
        var shown = Of(given, Fixed(decimals));
        return given > 0 && shown.Any(c => c is >= '1' and <= '9') ? "+" + shown : shown;
    }

    /// <summary>A probability in whole percent; <c>&lt;1 %</c> and <c>&gt;99 %</c> where it would round to certainty.</summary>
    public static string Probability(double? value) => value switch
    {
        null => Missing,
        < .01 and > 0 => $"<1{PercentSign}",
        > .99 and < 1 => $">99{PercentSign}",
        { } given => Percent(given, 0),
    };

    /// <summary>A percentile from 0 to 100, rounded down so that it never reaches a limit that the number itself lies below:
    /// 74.9 is <c>74</c>; <c>&lt;1</c> where it would round to 0.</summary>
    public static string Percentile(double value) => value is > 0 and < 1 ? "<1" : Of(Math.Floor(value), "0");

    /// <summary>A ratio or a loss near 1 with three decimals and no leading zero: <c>.736</c>, <c>1.034</c>.</summary>
    public static string Ratio(double? value) => value is { } given ? Of(given, "#.000") : Missing;

    /// <summary>A count with a comma between thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun: <c>1 session</c>, <c>2 sessions</c>.</summary>
    public static string Count(long value, string noun) => $"{Count(value)} {noun}{(value == 1 ? "" : "s")}";

    /// <summary>A day as <c>2021-12-23</c>.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>A day as <c>Thu 23 Dec 2021</c>.</summary>
    public static string LongDay(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A moment as <c>2021-12-23 14:05 UTC</c>.</summary>
    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its largest whole unit: <c>40 seconds</c>, <c>3 minutes</c>, <c>2 hours</c>,
    /// <c>5 days</c>.</summary>
    public static string Duration(TimeSpan time) => Math.Abs(time.TotalSeconds) switch
    {
        < 60 => Count((long)time.TotalSeconds, "second"),
        < 3600 => Count((long)time.TotalMinutes, "minute"),
        < 86400 => Count((long)time.TotalHours, "hour"),
        _ => Count((long)time.TotalDays, "day"),
    };

    /// <summary>A sentence whose percent signs never break away from their numbers.</summary>
    public static string Joined(string sentence) => sentence.Replace(" %", PercentSign, StringComparison.Ordinal);

    private static string Unit(string number, string unit) => number == Missing ? number : number + unit;

    /// <summary>A custom format, as tables have: it rounds at fifteen digits, so that 16.95 is 17.0 whether it was computed from
    /// .1695 or not. A standard format would round the binary value.</summary>
    private static string Fixed(int decimals) => decimals == 0 ? "0" : "0." + new string('0', decimals);
}
