using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The bars that were changed or added by a later download than the first one of their source after their session had
/// settled. The times of downloads decide; no download is read.</summary>
public sealed class LateBars
{
    private readonly DateTimeOffset?[] changedAt;

    private LateBars(DateTimeOffset?[] changedAt) => this.changedAt = changedAt;

    /// <param name="lake">Holds the downloads.</param>
    /// <param name="bars">Settled bars of one symbol. A bar whose download the lake does not hold counts as unchanged.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="stop">Stops the reading.</param>
    public static async Task<LateBars> ReadAsync(
        DataLake lake, CuratedMarketTable bars, TradingCalendar calendar, CancellationToken stop)
    {
        var downloads = await lake.DownloadsAsync(bars.Symbol, cancellationToken: stop);
        var byVintage = downloads.GroupBy(one => one.Vintage).ToDictionary(same => same.Key, same => same.First());
        var times = downloads.GroupBy(one => one.Source)
            .ToDictionary(own => own.Key, own => own.Select(one => one.RetrievedAt).Order().ToArray());
        return new([.. bars.Session.Select((session, row) => ChangedAt(session, bars.Vintage[row]))]);

        DateTimeOffset? ChangedAt(DateOnly session, string vintage)
        {
            if (!byVintage.TryGetValue(vintage, out var download))
                return null;
            var own = times[download.Source];
            var found = Array.BinarySearch(own, calendar.SettlesAt(session));
            var first = found >= 0 ? found : ~found;
            return first < own.Length && download.RetrievedAt > own[first] ? download.RetrievedAt : null;
        }
    }

    /// <summary>When the bar of a row was changed or added; null if it was not.</summary>
    public DateTimeOffset? At(int row) => changedAt[row];

    /// <summary>The newest change of some rows of the bars; null if none of them was changed.</summary>
    public DateTimeOffset? NewestOf(Range rows)
    {
        var (start, length) = rows.GetOffsetAndLength(changedAt.Length);
        return changedAt.AsSpan(start, length).ToArray().Max();
    }
}
