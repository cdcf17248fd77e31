using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Rows whose prices are about a hundred times, or a hundredth of, those of the other rows, as when a vendor changes
/// from dollars to cents, or from percent to a fraction.</summary>
internal static class UnitChanges
{
    private const double Least = 50;
    private const double Most = 200;

    /// <param name="bars">One download.</param>
    /// <param name="held">The bars in the lake, which were trusted before.</param>
    public static IEnumerable<Suspect> Find(DailyBars bars, CuratedMarketTable held)
    {
        if (bars.Count == 0)
            return [];
        var forward = Steps(bars, [.. Enumerable.Range(0, bars.Count)], Anchor(bars, held));
        // The majority has the right unit: if most rows differ from the first, the first rows are wrong.
        return forward.Count * 2 <= bars.Count || Anchor(bars, held) is not null
            ? forward
            : Steps(bars, [.. Enumerable.Range(0, bars.Count).Reverse()], anchor: null);
    }

    private static List<Suspect> Steps(DailyBars bars, int[] rows, double? anchor)
    {
        var suspects = new List<Suspect>();
        var right = anchor ?? bars.Close[rows[0]];
        foreach (var row in rows)
        {
            var ratio = bars.Close[row] / right;
            if (ratio is >= Least and <= Most or >= 1 / Most and <= 1 / Least && !IsSplit(bars.SplitRatio[row], ratio))
                suspects.Add(new(row, FindingKind.UnitChange,
                    $"the close {PriceChecks.Text(bars.Close[row])} is about "
                    + $"{(ratio > 1 ? "a hundred times" : "a hundredth of")} the close {PriceChecks.Text(right)} of a session "
                    + "beside it: check the unit or currency"));
            else
                right = bars.Close[row];
        }
        return suspects;
    }

    /// <summary>The held close of the first session that both have, corrected for splits that the download states after the held
    /// bars; null if none is shared.</summary>
    private static double? Anchor(DailyBars bars, CuratedMarketTable held)
    {
        for (var row = 0; row < bars.Count; row++)
            if (Array.BinarySearch(held.Session, bars.Session[row]) is >= 0 and var known)
            {
                var later = Enumerable.Range(0, bars.Count).Where(i => bars.Session[i] > held.Session[^1]);
                return held.Close[known] / later.Aggregate(1.0, (product, i) => product * bars.SplitRatio[i]);
            }
        return null;
    }

    private static bool IsSplit(double splitRatio, double priceRatio) =>
        splitRatio != 1 && Math.Abs(Math.Log(splitRatio * priceRatio)) < .5;
}
