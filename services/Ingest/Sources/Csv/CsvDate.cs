using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Extensions;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>How a file writes its dates.</summary>
internal enum CsvDateForm
{
    /// <summary>yyyy-MM-dd.</summary>
    Iso,

    /// <summary>MM/dd/yyyy, as Cboe writes it.</summary>
    American,

    /// <summary>A date with slashes that is none in the American order.</summary>
    OtherSlashes,

    /// <summary>A date with a time of day at which a session's bar can be dated.</summary>
    Time,

    /// <summary>A date with a time of day outside the session: its session is uncertain.</summary>
    UncertainTime,

    /// <summary>No date.</summary>
    None,
}

/// <summary>Reads the date of a row. A time with an offset is converted to New York; a time without one is New York's.</summary>
internal static partial class CsvDate
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly LocalTime Open = new(9, 30);
    private static readonly LocalTime Close = new(16, 0);

    /// <returns>The session and null, or null and what is wrong.</returns>
    public static (DateOnly? Session, CsvDateForm Form, string? Fault) Read(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return (date, CsvDateForm.Iso, null);
        if (Slashes().IsMatch(text))
            return DateOnly.TryParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
                ? (date, CsvDateForm.American, null)
                : (null, CsvDateForm.OtherSlashes, $"'{text}' is not a date (yyyy-MM-dd, or MM/dd/yyyy)");
        if (Stamp().Match(text) is { Success: true } stamp && ToNewYork(stamp) is { } local)
        {
            // Midnight is how a plain date is written as a time. Any other time outside trading hours may belong to the session
            // before or after.
            var isCertain = local.TimeOfDay == LocalTime.Midnight || (local.TimeOfDay >= Open && local.TimeOfDay <= Close);
            return (local.Date.ToDateOnly(), isCertain ? CsvDateForm.Time : CsvDateForm.UncertainTime, isCertain
                ? null
                : $"'{text}' is {local.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture)} in New York, outside trading "
                    + "hours, so its session is uncertain");
        }
        return (null, CsvDateForm.None, $"'{text}' is not a date (yyyy-MM-dd)");
    }

    /// <summary>What a text that is not a date in a known form may be, in words; null if it looks like nothing known.</summary>
    public static string? Guess(string text)
    {
        string[] forms = ["M/d/yy", "d/M/yy", "yy-MM-dd", "M-d-yy", "d.M.yy", "d-MMM-yy"];
        return DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? "a date without separators (yyyyMMdd)"
            : SecondsOrMilliseconds().IsMatch(text)
                ? $"a time in {(text.Length > 10 ? "milliseconds" : "seconds")} since 1970"
                : DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                    ? "a date with a year of two digits"
                    : null;
    }

    private static LocalDateTime? ToNewYork(Match stamp)
    {
        var text = $"{stamp.Groups["date"].Value} {stamp.Groups["time"].Value}";
        string[] forms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];
        if (!DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        var offset = stamp.Groups["offset"].Value;
        if (offset.Length == 0)
            return local.ToLocalDateTime();
        var minutes = 0;
        if (offset is not ("Z" or "z"))
        {
            var digits = offset[1..].Replace(":", "", StringComparison.Ordinal);
            minutes = int.Parse(digits[..2], CultureInfo.InvariantCulture) * 60
                + (digits.Length > 2 ? int.Parse(digits[2..], CultureInfo.InvariantCulture) : 0);
            if (minutes > 18 * 60)
                return null;
            minutes = offset[0] == '-' ? -minutes : minutes;
        }
        return new LocalDateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second)
            .WithOffset(Offset.FromSeconds(minutes * 60)).ToInstant().InZone(NewYork).LocalDateTime;
    }

    [GeneratedRegex(@"^(\d{9,10}|\d{12,13})$")]
    private static partial Regex SecondsOrMilliseconds();

    [GeneratedRegex(@"^\d{1,4}/\d{1,2}/\d{1,4}$")]
    private static partial Regex Slashes();

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{2}-\d{2})[ T](?<time>\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?) ?(?<offset>[Zz]|[+-]\d{2}(:?\d{2})?)?$")]
    private static partial Regex Stamp();
}
