using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The open findings about the bars behind a forecast.</summary>
public static class OpenFindings
{
    /// <summary>One sentence for each symbol with an open finding in the sessions that the features of an origin depend
    /// on.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="roles">The target and its side symbols.</param>
    /// <param name="origin">A session.</param>
    /// <param name="calendar">Counts the sessions.</param>
    /// <param name="stop">Stops between symbols.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(
        DataLake lake, AssetRoles roles, DateOnly origin, TradingCalendar calendar, CancellationToken stop)
    {
        var sentences = new List<string>();
        foreach (var symbol in roles.Symbols)
            if (await OfAsync(lake, symbol, origin, calendar, stop) is { } sentence)
                sentences.Add(sentence);
        return sentences;
    }

    /// <summary>The sentence about one symbol; null if it has no open finding.</summary>
    public static async Task<string?> OfAsync(
        DataLake lake, Symbol symbol, DateOnly origin, TradingCalendar calendar, CancellationToken stop)
    {
        var open = (await FindingsTable.ReadAsync(lake, symbol, stop)).Rows.Where(row =>
            row.Status == FindingStatus.Open && row.Session <= origin
            && (row.IsOfSeries || calendar.Count(row.Session, origin) <= HistoryRows.SessionsOfMemory)).ToArray();
        return open.Length == 0 ? null
            : $"The data of {symbol} have {Counted.Of(open.Length, "open finding")}, the newest on "
                + $"{open[^1].Session:yyyy-MM-dd}: {open[^1].Detail}.";
    }
}
