using System.Globalization;

namespace Volcast.Registry;

/// <summary>Reads the values that tags and params hold as text.</summary>
internal static class StoredText
{
    /// <summary>A day as yyyy-MM-dd; null if the text is none.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A whole number of at least 0; null if the text is none.</summary>
    public static int? Count(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
