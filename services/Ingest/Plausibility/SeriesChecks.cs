using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Compares a whole download with the stored bars.</summary>
internal static class SeriesChecks
{
    private const int FewestShared = 20;

    /// <summary>The share of sessions on which the moves must differ: a revision changes some, another series nearly
    /// all.</summary>
    private const double MostSessions = .4;

    /// <summary>Moves differ if they are further apart than this share of a typical move.</summary>
    private const double OfTypicalMove = .5;

    /// <summary>The finding if the moves of a download differ from the stored ones on many sessions; null if not. A restatement
    /// after a split changes the prices and not the moves. Dates that are shifted by a session change nearly all moves.</summary>
    public static FindingRow? Replaced(DailyBars bars, CuratedMarketTable held)
    {
        var moves = new List<(double Stored, double New)>();
        for (var row = 1; row < bars.Count; row++)
            if (Array.BinarySearch(held.Session, bars.Session[row]) is > 0 and var known
                && held.Session[known - 1] == bars.Session[row - 1])
                moves.Add((Math.Log(held.Close[known] / held.Close[known - 1]), Math.Log(bars.Close[row] / bars.Close[row - 1])));
        if (moves.Count < FewestShared)
            return null;
        var typical = TypicalMove.Of(moves.Select(move => move.Stored), FewestShared);
        var different = moves.Count(move => Math.Abs(move.Stored - move.New) > OfTypicalMove * typical);
        return different <= MostSessions * moves.Count ? null : new FindingRow
        {
            Session = bars.Session[0],
            Kind = FindingKind.SeriesReplaced,
            Detail = $"{different} of {moves.Count} daily moves differ from the stored ones: the source holds another series, or "
                + "its dates are shifted",
            IsWithheld = true,
        };
    }
}
