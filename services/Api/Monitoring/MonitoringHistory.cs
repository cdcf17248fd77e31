using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Api.Data;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Monitoring;

/// <summary>Reads rows of <c>monitoring</c> for a request. They are not held in memory: a year of a target with four horizons has
/// tens of thousands. One year is read at a time, the newest first, until the limit is reached.</summary>
/// <param name="requests">Opens the lake.</param>
internal sealed class MonitoringHistory(LakeRequests requests)
{
    /// <summary>Opens the lake, finds the newest state of the table and renders a response from it. Nothing is sent while the
    /// lake is open, so that a slow client does not keep a reader.</summary>
    /// <param name="symbol">A served target.</param>
    /// <param name="render">Receives the lake and the state, which is null before the first check; returns null if the client
    /// has the response already.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="ProblemException">The lake cannot be read now.</exception>
    public Task<Rendering?> RenderAsync(
        Symbol symbol, Func<DataLake, Manifest?, Task<Rendering?>> render, CancellationToken stop) => requests.ReadAsync(
            async lake => await render(lake, await lake.SnapshotAsync(MonitoringTable.Schema, symbol, stop)), stop);

    /// <summary>The matching rows, the newest session first and within a session in the order of their key. The session in which
    /// the limit is exceeded is whole, so that its status is known.</summary>
    /// <param name="lake">Open for reading.</param>
    /// <param name="symbol">The target.</param>
    /// <param name="state">The state that is read.</param>
    /// <param name="query">Which rows.</param>
    /// <param name="stop">Stops between years.</param>
    /// <exception cref="LakeException">The table was written at the same time, or is damaged.</exception>
    public static async Task<IReadOnlyList<MonitoringRow>> ReadAsync(
        DataLake lake, Symbol symbol, Manifest state, MonitoringQuery query, CancellationToken stop)
    {
        var rows = new List<MonitoringRow>();
        if (state is not { First: { } first, Last: { } last })
            return rows;
        var to = query.To < last ? query.To.Value : last;
        var from = query.From ?? to.AddYears(-1);
        from = from > first ? from : first;
        for (var year = to.Year; year >= from.Year && rows.Count <= query.Limit; year--)
        {
            var (frame, read) = await lake.ReadSnapshotAsync(MonitoringTable.Schema, symbol,
                Later(from, new(year, 1, 1)), Earlier(to, new(year, 12, 31)), stop);
            if (read.Digest != state.Digest)
                throw new LakeException($"The checks of {symbol} were written while they were read. Try again.");
            var matching = query.Matches(frame).ToArray();
            var found = MonitoringTable.FromFrame(symbol, frame.Take(matching)).Rows
                .GroupBy(row => row.Session).OrderByDescending(session => session.Key);
            foreach (var session in query.IsOfNewestSession ? found.Take(1) : found)
                if (rows.Count <= query.Limit)
                    rows.AddRange(session);
            if (query.IsOfNewestSession && rows.Count > 0)
                break;
        }
        return rows;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
