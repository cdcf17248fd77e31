using System.Globalization;

namespace Volcast.Hosting;

/// <summary>A number as flags, settings and query parameters have it: an optional sign, digits, a decimal point, an exponent.
/// There are no thousands separators and no blanks, so <c>25,5</c> is not a number in any locale.</summary>
public static class PlainNumber
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Decimal = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a finite decimal number, such as <c>25</c>, <c>-0.5</c> or <c>1e-3</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>Reads a whole number, such as <c>252</c> or <c>-1</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, Whole, CultureInfo.InvariantCulture, out number);
}
