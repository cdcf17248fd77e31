using System.Globalization;
using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources;

/// <summary>
/// The rules by which a vendor's row becomes a bar, the same for every vendor. A traded symbol's row is used completely or
/// rejected. An index is computed and not traded: only its close is used, and if its open, high and low are impossible, they are
/// cleared.
/// </summary>
/// <remarks>Numbers are never corrected. A traded symbol's open outside low to high is kept: it is the vendors' most frequent
/// error, and no return depends on it.</remarks>
public static class BarChecks
{
    /// <summary>How far a close may lie outside low to high, relative to the bound; less is rounding noise.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>A close beyond this many times the high, or below the low divided by it, is far outside.</summary>
    private const double FarOutside = 1.25;

    /// <summary>The result of checking a row.</summary>
    /// <param name="Bar">The accepted numbers; null if the row is rejected.</param>
    /// <param name="Reason">What is wrong; null if nothing is.</param>
    /// <param name="Severity">Only meaningful with a <paramref name="Reason"/>.</param>
    /// <param name="Part">Only meaningful with a <paramref name="Reason"/>.</param>
    public readonly record struct Verdict(VendorBar? Bar, string? Reason, Severity Severity, RejectedPart Part);

    /// <summary>Checks one row.</summary>
    /// <param name="bar">The row.</param>
    /// <param name="isIndex">Whether only the close is used.</param>
    /// <param name="needsAdjustedClose">Whether the vendor's dividends are in its adjusted close only, so that a traded
    /// symbol's return needs it.</param>
    public static Verdict Check(VendorBar bar, bool isIndex, bool needsAdjustedClose)
    {
        if (bar.IsBlank)
            return Reject("no data", Severity.Warning);
        if (bar.Close is null)
            return Reject("no close");
        if (PriceFault("close", bar.Close) is { } closeFault)
            return Reject(closeFault);
        // Of some indices, vendors give one value a session.
        var candleFault = isIndex && (bar.Open ?? bar.High ?? bar.Low) is null ? null : CandleFault(bar, openCounts: isIndex);
        if (isIndex)
        {
            var index = bar with { AdjustedClose = Positive(bar.AdjustedClose) ?? bar.Close };
            // The range is possible, so the close is suspect: a later check looks at both.
            if (candleFault is not null && IsPossibleRange(bar)
                && IsFarOutside(bar.Close!.Value, bar.Low!.Value, bar.High!.Value))
                return new Verdict(index, null, default, default);
            return candleFault is null
                ? new Verdict(index, null, default, default)
                : new Verdict(
                    index with { Open = null, High = null, Low = null }, candleFault, Severity.Warning, RejectedPart.Candle);
        }
        if (candleFault is not null)
            return Reject(candleFault);
        if (bar.Volume < 0)
            return Reject($"volume {Text(bar.Volume.Value)} is negative");
        if (needsAdjustedClose && bar.AdjustedClose is null)
            return Reject("no adjusted close and no dividends");
        if (needsAdjustedClose && PriceFault("adjusted close", bar.AdjustedClose) is { } adjustedFault)
            return Reject(adjustedFault);
        return new Verdict(bar with { AdjustedClose = Positive(bar.AdjustedClose) }, null, default, default);
    }

    /// <summary>Whether an index's close cannot belong to its session's range; false where the range is missing.</summary>
    public static bool IsFarOutside(double close, double low, double high) =>
        close > high * FarOutside || close < low / FarOutside;

    private static bool IsPossibleRange(VendorBar bar) =>
        Positive(bar.Open) is { } open && Positive(bar.High) is { } high && Positive(bar.Low) is { } low
        && high <= low * 3 && !IsOutside(open, low, high);

    private static string? CandleFault(VendorBar bar, bool openCounts)
    {
        (string Name, double? Value)[] prices = [("open", bar.Open), ("high", bar.High), ("low", bar.Low)];
        var missing = prices.Where(p => p.Value is null).Select(p => "no " + p.Name).ToArray();
        if (missing.Length > 0)
            return string.Join(", ", missing);
        if (prices.Select(p => PriceFault(p.Name, p.Value)).FirstOrDefault(fault => fault is not null) is { } fault)
            return fault;
        var (open, high, low, close) = (bar.Open!.Value, bar.High!.Value, bar.Low!.Value, bar.Close!.Value);
        if (high < low * (1 - Tolerance))
            return $"high {Text(high)} is below low {Text(low)}";
        if (IsOutside(close, low, high))
            return $"close {Text(close)} is outside low {Text(low)} to high {Text(high)}";
        return openCounts && IsOutside(open, low, high)
            ? $"open {Text(open)} is outside low {Text(low)} to high {Text(high)}"
            : null;
    }

    private static bool IsOutside(double price, double low, double high) =>
        price < low * (1 - Tolerance) || price > high * (1 + Tolerance);

    private static string? PriceFault(string name, double? price) =>
        Positive(price) is null ? $"{name} {Text(price!.Value)} is not a positive price" : null;

    private static double? Positive(double? price) => price > 0 && double.IsFinite(price.Value) ? price : null;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static Verdict Reject(string reason, Severity severity = Severity.Error) =>
        new(null, reason, severity, RejectedPart.Row);
}
