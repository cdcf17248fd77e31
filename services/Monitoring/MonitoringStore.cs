using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring;

/// <summary>Reads and extends the table <c>monitoring</c> of one symbol.</summary>
public static class MonitoringStore
{
    /// <summary>The rows from a session on; empty before the first row.</summary>
    public static async Task<IReadOnlyList<MonitoringRow>> ReadAsync(
        DataLake lake, Symbol symbol, DateOnly? from, CancellationToken stop) =>
        MonitoringTable.FromFrame(
            symbol, await lake.ReadOrEmptyAsync(MonitoringTable.Schema, symbol, from, cancellationToken: stop)).Rows;

    /// <summary>Adds rows; a stored row is never changed. The caller holds the symbol's lease. What other jobs have recorded as
    /// the inputs of the table stays.</summary>
    public static async Task AddAsync(
        DataLake lake, Symbol symbol, IReadOnlyCollection<MonitoringRow> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
            return;
        var from = rows.Min(row => row.Session);
        var stored = new MonitoringTable { Symbol = symbol, Rows = await ReadAsync(lake, symbol, from, stop) };
        var (merged, added) = MonitoringTable.MergeFirstWins(stored, rows);
        if (added > 0)
            await lake.CommitAsync(MonitoringTable.Schema, symbol, merged.ToFrame(),
                (await lake.SnapshotAsync(MonitoringTable.Schema, symbol, stop))?.Inputs, from, stop);
    }
}
