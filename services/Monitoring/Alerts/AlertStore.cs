using System.Text.Json;
using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>The rows of alerts in <c>monitoring</c>: what is open, and what was sent.</summary>
/// <param name="lake">The lake.</param>
/// <remarks>It reads one year. An alert that has been open for longer counts as new and is sent again.</remarks>
public sealed class AlertStore(DataLake lake)
{
    /// <summary>The newest row of each alert of a symbol, by name and horizon.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="session">Later rows are not read.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="LakeException">The rows are damaged.</exception>
    public async Task<IReadOnlyList<AlertRecord>> ReadAsync(Symbol symbol, DateOnly session, CancellationToken stop)
    {
        if (await lake.SnapshotAsync(MonitoringTable.Schema, symbol, stop) is null)
            return [];
        var frame = await lake.ReadAsync(MonitoringTable.Schema, symbol, session.AddYears(-1), session, stop);
        var kinds = frame.Texts("kind");
        var kind = StoredName.Of(MonitoringKind.Alert);
        var alerts = frame.Take([.. Enumerable.Range(0, frame.Rows).Where(row => kinds[row] == kind)]);
        return
        [
            .. MonitoringTable.FromFrame(symbol, alerts).Rows.GroupBy(row => (row.Check, row.Horizon))
                .Select(rows => Parse(symbol, rows.MaxBy(row => (row.Session, row.Revision))!)),
        ];
    }

    /// <summary>Adds rows; the caller holds the symbol's lease.</summary>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public Task AddAsync(Symbol symbol, IReadOnlyList<MonitoringRow> rows, CancellationToken stop) =>
        MonitoringStore.AddAsync(lake, symbol, rows, stop);

    private static AlertRecord Parse(Symbol symbol, MonitoringRow row)
    {
        try
        {
            return AlertRecord.Of(row);
        }
        catch (JsonException broken)
        {
            throw new LakeException(FormattableString.Invariant(
                $"monitoring of {symbol}: the row of the alert {row.Check} on {row.Session:yyyy-MM-dd} is corrupt: ")
                + $"{JsonDamage.Describe(broken)} Restore the table from a backup.");
        }
    }
}
