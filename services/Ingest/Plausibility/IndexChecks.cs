using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Checks of single rows of an implied-volatility index, which is in points: 20 means 20 % a year.</summary>
internal static class IndexChecks
{
    private const double Lowest = 2;
    private const double Highest = 500;

    public static IEnumerable<Suspect> Levels(DailyBars bars)
    {
        for (var row = 0; row < bars.Count; row++)
            if (bars.Close[row] is < Lowest or > Highest)
                yield return new(row, FindingKind.IndexLevel,
                    $"the level {PriceChecks.Text(bars.Close[row])} is outside {Lowest} to {Highest} points: "
                    + "20 points mean 20 % a year");
    }

    /// <summary>Closes far outside a range that is possible itself; <see cref="BarChecks"/> leaves these rows whole.</summary>
    public static IEnumerable<Suspect> ClosesOutsideRange(DailyBars bars)
    {
        for (var row = 0; row < bars.Count; row++)
            if (BarChecks.IsFarOutside(bars.Close[row], bars.Low[row], bars.High[row]))
                yield return new(row, FindingKind.CloseOutsideRange,
                    $"the close {PriceChecks.Text(bars.Close[row])} is far outside low {PriceChecks.Text(bars.Low[row])} to high "
                    + $"{PriceChecks.Text(bars.High[row])}");
    }
}
