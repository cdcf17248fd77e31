using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Notices two symbols of one run with the same moves on the same sessions, or a session apart: one of the two holds the
/// other's data.</summary>
internal sealed class SameSeries
{
    /// <summary>The newest moves that two symbols share are compared.</summary>
    private const int Compared = 10;

    /// <summary>No two assets share as many. The file of another symbol may lack some, or have some of its own.</summary>
    private const int FewestEqual = 8;

    private const int FewestDifferentMoves = 3;

    /// <summary>The newest closes that are remembered of a symbol: one file may end some weeks before another.</summary>
    private const int Remembered = 64;

    /// <summary>As a share of the move; a copy in another unit is rounded differently.</summary>
    private const double SameMove = 1e-4;

    /// <summary>Sessions between the compared moves, in words: dates may be shifted by one.</summary>
    private static readonly (int Lag, string When)[] Lags = [(0, ""), (-1, " a session before"), (1, " a session after")];

    private readonly record struct Closes(Symbol Symbol, DateOnly[] Session, double[] Close)
    {
        public double Move(int row) => Math.Log(Close[row] / Close[row - 1]);
    }

    private readonly List<Closes> seen = [];

    /// <summary>The finding if an earlier symbol has the same moves; otherwise null, and the closes are remembered.</summary>
    public FindingRow? Find(VendorDownload answer)
    {
        var bars = answer.Bars;
        var settled = Enumerable.Range(0, bars.Count).Where(row => bars.Settled[row]).TakeLast(Remembered).ToArray();
        var own = new Closes(
            answer.Symbol, [.. settled.Select(row => bars.Session[row])], [.. settled.Select(row => bars.Close[row])]);
        foreach (var other in seen.Where(other => other.Symbol != answer.Symbol))
            foreach (var (lag, when) in Lags)
            {
                var (equal, compared) = Equal(own, other, lag);
                if (equal >= FewestEqual)
                    return new FindingRow
                    {
                        Session = bars.Session[0],
                        Kind = FindingKind.SameSeries,
                        Detail = $"{equal} of the newest {compared} daily moves equal those of {other.Symbol}{when}: one of "
                            + "the two holds the other's data",
                        IsWithheld = true,
                    };
            }
        seen.Add(own);
        return null;
    }

    /// <summary>How many of the newest moves on shared sessions equal the other's on the session that is <paramref name="lag"/>
    /// further; 0 if too many differ, or if the equal ones are all alike.</summary>
    private static (int Equal, int Compared) Equal(Closes own, Closes other, int lag)
    {
        var (compared, equal, different) = (0, 0, new HashSet<double>());
        for (var row = own.Close.Length - 1; row > 0 && compared < Compared; row--)
        {
            var match = Array.BinarySearch(other.Session, own.Session[row]);
            var there = match + lag;
            if (match < 1 || other.Session[match - 1] != own.Session[row - 1] || there < 1 || there >= other.Close.Length)
                continue;
            compared++;
            var (move, otherMove) = (own.Move(row), other.Move(there));
            if (Math.Abs(move - otherMove) > SameMove * Math.Abs(move))
            {
                if (compared - equal > Compared - FewestEqual)
                    return (0, compared);
                continue;
            }
            equal++;
            if (Math.Round(move, 5) is not 0 and var size)
                different.Add(size);
        }
        return different.Count < FewestDifferentMoves ? (0, compared) : (equal, compared);
    }
}
