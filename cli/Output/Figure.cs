using System.Globalization;

namespace Volcast.Cli.Output;

/// <summary>Numbers in tables for people: with a true minus sign, and a dash for a missing number.</summary>
internal static class Figure
{
    public const string None = "–";

    private static readonly NumberFormatInfo Signs = new() { NegativeSign = "−" };

    /// <param name="number">Missing if null or NaN.</param>
    /// <param name="format">A .NET format.</param>
    public static string Of(double? number, string format) =>
        number is { } value && !double.IsNaN(value) ? value.ToString(format, Signs) : None;
}
