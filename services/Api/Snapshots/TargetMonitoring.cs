using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Api.Snapshots;

/// <summary>The newest checks of a target, as the metrics show them.</summary>
/// <param name="Session">The newest session that was checked.</param>
/// <param name="Checks">The newest revisions of the checks of this session, without scores, alerts and decisions.</param>
/// <param name="Decisions">The newest decision of each action and horizon in the year before.</param>
internal sealed record TargetMonitoring(
    DateOnly Session, IReadOnlyList<MonitoringRow> Checks, IReadOnlyList<MonitoringRow> Decisions)
{
    private static readonly string Decision = StoredName.Of(MonitoringKind.Decision);

    private static readonly string[] NoChecks =
        [StoredName.Of(MonitoringKind.Score), StoredName.Of(MonitoringKind.Alert), Decision];

    /// <summary>Null if nothing was checked yet.</summary>
    public static async Task<TargetMonitoring?> ReadAsync(DataLake lake, Symbol symbol, CancellationToken stop)
    {
        if ((await lake.SnapshotAsync(MonitoringTable.Schema, symbol, stop))?.Last is not { } last)
            return null;
        var frame = await lake.ReadAsync(MonitoringTable.Schema, symbol, last.AddYears(-1), cancellationToken: stop);
        var (kinds, sessions) = (frame.Texts("kind"), frame.Dates("session"));
        var checkedRows = Enumerable.Range(0, frame.Rows).Where(row => !NoChecks.Contains(kinds[row])).ToArray();
        if (checkedRows.Length == 0)
            return null;
        var newest = checkedRows.Max(row => sessions[row]);
        var decisions = Rows(Enumerable.Range(0, frame.Rows).Where(row => kinds[row] == Decision));
        return new(newest, [.. MonitoringTable.Latest(Rows(checkedRows.Where(row => sessions[row] == newest)))],
            [
                .. decisions.Where(row => row.ResultOf is null).GroupBy(row => (row.Horizon, row.Check))
                    .Select(action => action.MaxBy(row => (row.Session, row.Revision))!),
            ]);

        IReadOnlyList<MonitoringRow> Rows(IEnumerable<int> rows) =>
            MonitoringTable.FromFrame(symbol, frame.Take([.. rows])).Rows;
    }

    /// <summary>The worst conclusion of each check and horizon; all series of drift together. A check with too little data is
    /// left out.</summary>
    public IEnumerable<(int Horizon, string Check, MonitoringStatus Status)> Worst => Checks
        .Where(row => row.Status != MonitoringStatus.Insufficient).GroupBy(row => (row.Horizon, row.Check))
        .Select(rows => (rows.Key.Horizon, rows.Key.Check, rows.Max(row => row.Status)));

    /// <summary>The values of a check, by horizon; without those that came to no conclusion.</summary>
    public IEnumerable<(int Horizon, double Value)> ValuesOf(string check) => Checks
        .Where(row => row.Check == check && row.Status != MonitoringStatus.Insufficient && double.IsFinite(row.Value))
        .Select(row => (row.Horizon, row.Value));
}
