using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Rows that a vendor fills in where it has no data.</summary>
internal static class RepetitionChecks
{
    /// <summary>Two repetitions in a row; a single one happens where a symbol trades little.</summary>
    private const int FewestRepetitions = 2;

    /// <summary>Rows of an index with one close that are no coincidence.</summary>
    private const int FewestEqualCloses = 8;

    private const int FewestRows = 20;
    private const double AlmostAlways = .95;

    /// <summary>Runs of rows that equal the row before in every number. A row without a range says nothing: an index may close
    /// where it closed before, and a thinly traded symbol may not trade.</summary>
    public static IEnumerable<Suspect> RepeatedRows(DailyBars bars)
    {
        for (int first = 0, end; first < bars.Count; first = end)
        {
            for (end = first + 1; end < bars.Count && Repeats(bars, end);)
                end++;
            if (end - first > FewestRepetitions && bars.High[first] > bars.Low[first])
                for (var row = first + 1; row < end; row++)
                    yield return new(row, FindingKind.RepeatedRows,
                        $"every number equals that of {bars.Session[first]:yyyy-MM-dd}, on {end - first - 1} sessions in a row");
        }
    }

    /// <summary>Runs of rows of an index without a range that have the close of the row before, which may have a range. Of 15 real
    /// volatility indices, the longest run of equal closes has five rows.</summary>
    public static IEnumerable<Suspect> RepeatedCloses(DailyBars bars)
    {
        for (int first = 0, end; first < bars.Count; first = end)
        {
            for (end = first + 1; end < bars.Count && bars.Close[end].Equals(bars.Close[first])
                && !(bars.High[end] > bars.Low[end]);)
                end++;
            if (end - first >= FewestEqualCloses)
                for (var row = first + 1; row < end; row++)
                    yield return new(row, FindingKind.RepeatedRows,
                        $"the close equals that of {bars.Session[first]:yyyy-MM-dd}, on {end - first - 1} sessions in a row");
        }
    }

    /// <summary>Sessions with a volume of 0, or without one, of a symbol that trades on nearly all. If the prices have no
    /// range either, nothing happened there or the vendor has no data, so the row is withheld. One empty volume beside
    /// prices with a range is an empty cell and no more.</summary>
    public static IEnumerable<Suspect> NoVolume(DailyBars bars, CuratedMarketTable held)
    {
        var rows = bars.Count + held.Count;
        var volumes = bars.Volume.Concat(held.Volume).Where(volume => volume is not null).ToArray();
        var traded = volumes.Count(volume => volume > 0);
        if (volumes.Length < FewestRows || traded < AlmostAlways * volumes.Length - FewestRows / 2)
            yield break;
        // Where volumes are unknown on many sessions, one more says nothing.
        var isNearlyAlwaysKnown = traded >= AlmostAlways * rows - FewestRows / 2;
        var isUnknownOften = Enumerable.Range(0, bars.Count).Count(row => bars.Settled[row] && bars.Volume[row] is null) > 1;
        for (var row = 0; row < bars.Count; row++)
            if (bars.Settled[row] && (bars.Volume[row] == 0 || (bars.Volume[row] is null && isNearlyAlwaysKnown
                && (isUnknownOften || !(bars.High[row] > bars.Low[row])))))
                yield return new(row, FindingKind.NoVolume,
                    (bars.Volume[row] is null
                        ? "there is no volume, although the symbol has one on nearly every session"
                        : "no share was traded, although the symbol trades on nearly every session")
                    + (bars.High[row] > bars.Low[row] ? ""
                        : $"; open, high, low and close are {PriceChecks.Text(bars.Close[row])}"),
                    IsWithheld: !(bars.High[row] > bars.Low[row]));
    }

    /// <summary>A traded symbol whose sessions mostly have no range, as where only closes are known: its range variance would be
    /// too small. Of 154 real traded series, the one with most such sessions has 2 % of them.</summary>
    public static IEnumerable<FindingRow> NoRange(VendorDownload answer)
    {
        var bars = answer.Bars;
        var flat = Enumerable.Range(0, bars.Count).Count(row => bars.High[row].Equals(bars.Low[row]));
        if (!answer.Symbol.IsIndex && bars.Count >= FewestRows && 2 * flat > bars.Count)
            yield return new FindingRow
            {
                Session = bars.Session[0],
                Kind = FindingKind.NoRange,
                Detail = $"high and low are equal on {flat} of {bars.Count} sessions, as where only closes are known: range "
                    + "variances are too small",
                IsWithheld = false,
            };
    }

    private static bool Repeats(DailyBars bars, int row) =>
        bars.Open[row].Equals(bars.Open[row - 1]) && bars.High[row].Equals(bars.High[row - 1])
        && bars.Low[row].Equals(bars.Low[row - 1]) && bars.Close[row].Equals(bars.Close[row - 1])
        && bars.AdjustedClose[row].Equals(bars.AdjustedClose[row - 1]) && bars.Volume[row] == bars.Volume[row - 1];
}
