using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Checks of single rows of a traded symbol.</summary>
internal static class PriceChecks
{
    /// <summary>No session of a traded symbol has a high or low further from its close.</summary>
    private const double LargestRange = 3;

    /// <summary>As a share of the price before; a larger dividend is most often in another currency or unit.</summary>
    private const double LargestDividend = .5;

    public static IEnumerable<Suspect> ExtremePrints(DailyBars bars)
    {
        for (var row = 0; row < bars.Count; row++)
        {
            if (bars.High[row] > LargestRange * bars.Close[row])
                yield return new(row, FindingKind.ExtremePrint,
                    $"the high {Text(bars.High[row])} is more than {LargestRange} times the close {Text(bars.Close[row])}");
            else if (bars.Low[row] < bars.Close[row] / LargestRange)
                yield return new(row, FindingKind.ExtremePrint,
                    $"the low {Text(bars.Low[row])} is less than a third of the close {Text(bars.Close[row])}");
        }
    }

    /// <summary>Dividends that cannot be cash of one share in the price's currency. The row stays; only its dividend is
    /// withheld.</summary>
    public static IEnumerable<Suspect> LargeDividends(DailyBars bars)
    {
        for (var row = 0; row < bars.Count; row++)
            if (bars.Close[Math.Max(row - 1, 0)] is var price && bars.Dividend[row] >= LargestDividend * price)
                yield return new(row, FindingKind.DividendTooLarge,
                    $"the dividend of {Text(bars.Dividend[row])} is {Math.Round(bars.Dividend[row] / price, 2)} times the price "
                    + $"{Text(price)}: it may be in another currency or unit");
    }

    internal static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
