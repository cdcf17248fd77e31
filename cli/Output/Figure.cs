using System.Globalization;

namespace Volcast.Cli.Output;

/// <summary>Numbers as tables show them to a person: with a true minus sign, and a dash where there is none.</summary>
internal static class Figure
{
    public const string None = "–";

    private static readonly NumberFormatInfo Signs = new() { NegativeSign = "−" };

    /// <param name="number">None where null or NaN.</param>
    /// <param name="format">A .NET format.</param>
    public static string Of(double? number, string format) =>
        number is { } value && !double.IsNaN(value) ? value.ToString(format, Signs) : None;
}
