using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The sessions without a bar among those that a forecast reads.</summary>
public static class MissingSessions
{
    private const int ShownSessions = 4, ShownSymbols = 3;

    /// <summary>One sentence for each hole before an origin, within the memory of the features. Symbols that lack the same sessions
    /// share a sentence.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="roles">The target and its side symbols.</param>
    /// <param name="origin">A session.</param>
    /// <param name="calendar">Knows which sessions must exist.</param>
    /// <param name="stop">Stops between symbols.</param>
    /// <exception cref="LakeException">The bars of a symbol are damaged.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(
        DataLake lake, AssetRoles roles, DateOnly origin, TradingCalendar calendar, CancellationToken stop)
    {
        var read = new List<CuratedMarketTable>();
        foreach (var symbol in roles.Symbols)
            read.Add(CuratedMarketTable.FromFrame(symbol, await lake.ReadOrEmptyAsync(
                CuratedMarketTable.Schema, symbol, origin.AddDays(-DaysOfMemory), origin, stop)));
        return Sentences(roles, read, origin, calendar);
    }

    /// <summary>The sentences about bars that have been read. Sessions before a symbol's first bar are not missing.</summary>
    /// <param name="roles">The target and its side symbols.</param>
    /// <param name="bars">Of each symbol.</param>
    /// <param name="origin">A session.</param>
    /// <param name="calendar">Knows which sessions must exist.</param>
    public static IReadOnlyList<string> Sentences(
        AssetRoles roles, IEnumerable<CuratedMarketTable> bars, DateOnly origin, TradingCalendar calendar) =>
    [
        .. bars.OrderByDescending(one => one.Symbol == roles.Target)
            .Select(one => (one.Symbol, Missing: Missing(one, origin, calendar))).Where(one => one.Missing.Length > 0)
            .GroupBy(one => string.Join(' ', one.Missing.Select(session => session.DayNumber)))
            .Select(same => Sentence(roles, [.. same.Select(one => one.Symbol)], same.First().Missing)),
    ];

    private static DateOnly[] Missing(CuratedMarketTable bars, DateOnly origin, TradingCalendar calendar)
    {
        if (bars.Count == 0)
            return []; // Its features are missing, and the model does not read them.
        var earliest = origin.AddDays(-DaysOfMemory);
        return
        [
            .. calendar.Sessions(earliest > bars.Session[0] ? earliest : bars.Session[0], origin.AddDays(-1))
                .TakeLast(HistoryRows.SessionsOfMemory).Where(session => Array.BinarySearch(bars.Session, session) < 0),
        ];
    }

    private static string Sentence(AssetRoles roles, Symbol[] symbols, DateOnly[] missing)
    {
        var days = string.Join(", ", missing.TakeLast(ShownSessions).Select(session => $"{session:yyyy-MM-dd}"));
        var effects = new List<string>();
        if (symbols.Contains(roles.Target))
            effects.Add("the return across a gap counts as that of one session in every realised volatility");
        if (symbols.Any(symbol => symbol != roles.Target))
            effects.Add(symbols.Contains(roles.Target)
                ? "the features that are made from the others lack these sessions"
                : $"the features that are made from {(symbols.Length == 1 ? "it" : "them")} lack these sessions");
        return $"{Counted.Names([.. symbols.Select(symbol => symbol.Value)], ShownSymbols)} "
            + $"{(symbols.Length == 1 ? "has" : "have")} no bar on {days}"
            + (missing.Length > ShownSessions ? $" and {Counted.Of(missing.Length - ShownSessions, "earlier session")}" : "")
            + $": {string.Join(", and ", effects)}. Run `volcast ingest` and `volcast features` when the source has them.";
    }

    /// <summary>Two days for each session are more than the calendar needs.</summary>
    private const int DaysOfMemory = 2 * HistoryRows.SessionsOfMemory;
}
