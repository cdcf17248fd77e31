using System.Globalization;

namespace Volcast.Services.Promotion.Gates;

/// <summary>A p value in a sentence.</summary>
internal static class PValue
{
    private const double Smallest = .001;

    /// <summary>For example <c>= .042</c>; <c>&lt; .001</c> below a thousandth, since a p value is never 0.</summary>
    public static string Text(double p) =>
        p < Smallest ? "< .001" : $"= {p.ToString(".000", CultureInfo.InvariantCulture)}";
}
