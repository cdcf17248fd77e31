using System.Globalization;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>
/// Yahoo keeps prices as 32-bit floats and prints them widened to 64 bits: 681.69 comes as 681.6900024414062. The digits after
/// the seventh or so are the widening's, not the market's, so the shortest decimal that is the same float stands for the price.
/// </summary>
/// <remarks>Nothing is lost: the decimal converts back to the very float that Yahoo holds. It is done only where the number is a
/// float exactly, since a number with more digits than a float has (a dividend of 0.205, say) was never one.</remarks>
internal static class Float32Rounding
{
    public static double Shortest(double value) =>
        (float)value == value
            ? double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;

    public static double? Shortest(double? value) => value is { } number ? Shortest(number) : null;
}
