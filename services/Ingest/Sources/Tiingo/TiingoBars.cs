using System.Globalization;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources.Tiingo;

/// <summary>Makes one vintage of bars from Tiingo's rows: prices, volumes and dividends in the shares of the newest
/// row.</summary>
internal static class TiingoBars
{
    /// <param name="symbol">The symbol of the rows.</param>
    /// <param name="rows">All rows from the first session wanted to the present, in Tiingo's order.</param>
    /// <param name="from">First session wanted.</param>
    /// <param name="to">Last session wanted. Later rows still adjust the earlier ones for their splits.</param>
    /// <param name="notes">Receives what a user should know.</param>
    public static BarCollector Collect(
        Symbol symbol, IReadOnlyList<TiingoRow> rows, DateOnly? from, DateOnly? to, List<string> notes)
    {
        var bars = new BarCollector(symbol, hasEvents: true, from, to);
        var ordered = InOrder(rows, bars, notes);
        var shares = new double[ordered.Count];
        var product = 1.0;
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            shares[i] = product;
            if (IsRatio(ordered[i].SplitRatio))
                product *= ordered[i].SplitRatio;
            else
                bars.Reject(
                    ordered[i].Session, Text("split ratio", ordered[i].SplitRatio), "a split must be a positive ratio",
                    Severity.Error, RejectedPart.Event);
        }
        for (var i = 0; i < ordered.Count; i++)
        {
            var (row, factor) = (ordered[i], shares[i]);
            var isDividend = row.Dividend >= 0 && double.IsFinite(row.Dividend);
            if (!isDividend)
                bars.Reject(
                    row.Session, Text("dividend", row.Dividend), "a dividend must be positive", Severity.Error,
                    RejectedPart.Event);
            bars.Add(
                row.Session, Adjusted(row.Bar, factor), row.Text, isDividend ? row.Dividend / factor : 0,
                IsRatio(row.SplitRatio) ? row.SplitRatio : 1);
        }
        return bars;
    }

    /// <summary>One row for each session; rows of one session that differ are rejected, because it is unknown which is
    /// right.</summary>
    private static List<TiingoRow> InOrder(IReadOnlyList<TiingoRow> rows, BarCollector bars, List<string> notes)
    {
        var ordered = new List<TiingoRow>(rows.Count);
        foreach (var session in rows.GroupBy(row => row.Session).OrderBy(group => group.Key))
        {
            var first = session.First();
            if (session.Distinct().Skip(1).Any())
                foreach (var row in session)
                    bars.Reject(
                        session.Key, row.Text, "the session was delivered more than once with different numbers", Severity.Error);
            else
            {
                if (session.Skip(1).Any() && bars.IsInWindow(session.Key))
                    notes.Add(
                        $"{BarCollector.Text(session.Key)} was delivered more than once with the same numbers; one row is used.");
                ordered.Add(first);
            }
        }
        return ordered;
    }

    private static VendorBar Adjusted(VendorBar bar, double factor) => factor == 1 ? bar : bar with
    {
        Open = bar.Open / factor,
        High = bar.High / factor,
        Low = bar.Low / factor,
        Close = bar.Close / factor,
        Volume = VendorBar.VolumeOf(bar.Volume * factor),
    };

    private static bool IsRatio(double ratio) => ratio > 0 && double.IsFinite(ratio);

    private static string Text(string what, double amount) => $"{what} {amount.ToString("R", CultureInfo.InvariantCulture)}";
}
