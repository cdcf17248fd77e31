using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The sessions without a bar among those that a forecast reads.</summary>
public static class MissingSessions
{
    private const int Shown = 4;

    /// <summary>One sentence for each symbol that lacks sessions before an origin, within the memory of the features.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="roles">The target and its side symbols.</param>
    /// <param name="origin">A session.</param>
    /// <param name="calendar">Knows which sessions must exist.</param>
    /// <param name="stop">Stops between symbols.</param>
    /// <exception cref="LakeException">The bars of a symbol are damaged.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(
        DataLake lake, AssetRoles roles, DateOnly origin, TradingCalendar calendar, CancellationToken stop)
    {
        var sentences = new List<string>();
        foreach (var symbol in roles.Symbols)
        {
            if (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop) is null)
                continue; // Its features are missing, and the model does not read them.
            var bars = await lake.ReadAsync(
                CuratedMarketTable.Schema, symbol, origin.AddDays(-DaysOfMemory), origin, stop);
            if (Sentence(roles, CuratedMarketTable.FromFrame(symbol, bars), origin, calendar) is { } sentence)
                sentences.Add(sentence);
        }
        return sentences;
    }

    /// <summary>The sentence about one symbol; null if no session is missing. Sessions before the first of
    /// <paramref name="bars"/> are not missing.</summary>
    public static string? Sentence(AssetRoles roles, CuratedMarketTable bars, DateOnly origin, TradingCalendar calendar)
    {
        if (bars.Count == 0)
            return null;
        var earliest = origin.AddDays(-DaysOfMemory);
        var missing = calendar.Sessions(earliest > bars.Session[0] ? earliest : bars.Session[0], origin.AddDays(-1))
            .TakeLast(HistoryRows.SessionsOfMemory).Where(session => Array.BinarySearch(bars.Session, session) < 0).ToArray();
        if (missing.Length == 0)
            return null;
        var days = string.Join(", ", missing.TakeLast(Shown).Select(session => $"{session:yyyy-MM-dd}"));
        return $"{bars.Symbol} has no bar on {days}"
            + (missing.Length > Shown ? $" and {Counted.Of(missing.Length - Shown, "earlier session")}" : "")
            + (bars.Symbol == roles.Target
                ? ": the return across a gap counts as that of one session in every realised volatility"
                : ": the features that are made from it lack these sessions")
            + ". Run `volcast ingest` and `volcast features` when the source has them";
    }

    /// <summary>Two days for each session are more than the calendar needs.</summary>
    private const int DaysOfMemory = 2 * HistoryRows.SessionsOfMemory;
}
