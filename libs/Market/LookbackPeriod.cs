using System.Globalization;

namespace Volcast.Market;

/// <summary>The length of the history to load: a number of years (<c>1y</c> … <c>50y</c>) or the whole history
/// (<c>max</c>).</summary>
/// <param name="Years">Years before today; null for the whole history.</param>
public readonly record struct LookbackPeriod(int? Years)
{
    /// <summary>What a look-back looks like, for messages.</summary>
    public const string Expected = "a whole number of years from 1y to 50y, or max";

    private const int MostYears = 50;

    public static LookbackPeriod Max => new(null);

    /// <exception cref="FormatException">The text is not a look-back.</exception>
    public static LookbackPeriod Parse(string text) => TryParse(text, out var period)
        ? period
        : throw new FormatException(
            $"'{text}' is not a look-back: expected {Expected}.");

    public static bool TryParse(string? text, out LookbackPeriod period)
    {
        period = Max;
        var lower = text?.Trim().ToLowerInvariant() ?? "";
        if (lower == "max")
            return true;
        if (!lower.EndsWith('y')
            || !int.TryParse(lower.AsSpan(0, lower.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var years)
            || years is < 1 or > MostYears)
            return false;
        period = new LookbackPeriod(years);
        return true;
    }

    /// <summary>The first day of the period that ends at <paramref name="today"/>; null for the whole history.</summary>
    public DateOnly? StartFrom(DateOnly today) => Years is { } years ? today.AddYears(-years) : null;

    public override string ToString() => Years is { } years ? $"{years}y" : "max";
}
