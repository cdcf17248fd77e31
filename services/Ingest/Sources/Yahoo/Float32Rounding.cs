using System.Globalization;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>
/// Yahoo stores prices as 32-bit floats and prints them as 64-bit numbers: 681.69 arrives as 681.6900024414062. The digits after
/// about the seventh come from this conversion. The price is the shortest decimal that gives the same float.
/// </summary>
/// <remarks>Nothing is lost: the decimal converts back to the float that Yahoo stores. Only a number that is exactly a float is
/// rounded. One with more digits than a float holds (a dividend of 0.205, for example) never was a float.</remarks>
internal static class Float32Rounding
{
    public static double Shortest(double value) =>
        (float)value == value
            ? double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float,
                CultureInfo.InvariantCulture)
            : value;

    public static double? Shortest(double? value) => value is { } number ? Shortest(number) : null;
}
