using System.Text.RegularExpressions;
using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The checks of one symbol, in the order of their key.</summary>
public sealed partial record MonitoringTable
{
    private static readonly RowColumns<MonitoringRow> RowColumns = new RowColumns<MonitoringRow>()
        .Integer(Integer("horizon", "Length of the forecast period; 0 where the check concerns no horizon").In("sessions")
                .AtLeast(0),
            row => row.Horizon, (row, value) => row with { Horizon = (int)value })
        .Date(Date("session", "The newest session that the check used"),
            row => row.Session, (row, value) => row with { Session = value })
        .Text(Text("subject", "What is checked: `live`, `shadow`, `backfill` or `baseline` for the forecasts of that kind, `forecast`, "
                + "`outcome`, `data`, `system`, `alert`, or a feature's name").Matching(LowerCase()),
            row => row.Subject, (row, value) => row with { Subject = value })
        .Text(Text("model", "Registered name of the model; empty where the check concerns no model"),
            row => row.Model, (row, value) => row with { Model = value })
        .Text(Text("model_version", "The model's version in the registry, or a baseline's last training session, yyyy-MM-dd; "
                + "empty where the check concerns no model"),
            row => row.ModelVersion, (row, value) => row with { ModelVersion = value })
        .Text(Text("check", "The check's name").Matching(LowerCase()),
            row => row.Check, (row, value) => row with { Check = value })
        .Integer(Integer("revision", "0 for the first row of this key; one more each time that a vendor's correction changed what "
                + "the check used").AtLeast(0),
            row => row.Revision, (row, value) => row with { Revision = (int)value })
        .Name(Text("kind", "What the row reports"), row => row.Kind, (row, value) => row with { Kind = value })
        .Number(Number("value", "The statistic").In("the check's unit").Nullable(),
            row => row.Value, (row, value) => row with { Value = value })
        .Number(Number("threshold", "The limit of the value").In("the check's unit").Nullable(),
            row => row.Threshold, (row, value) => row with { Threshold = value })
        .Name(Text("status", "What the check concludes; `insufficient` means too little data"),
            row => row.Status, (row, value) => row with { Status = value })
        .OptionalText(Text("detail", "A JSON object with what else the check reports").Nullable(),
            row => row.Detail, (row, value) => row with { Detail = value });

    private static readonly TableColumns<MonitoringTable> Columns = new TableColumns<MonitoringTable>()
        .Constant(Text("symbol", "The target's ticker"), table => table.Symbol.Value, table => table.Rows.Count)
        .Rows(table => table.Rows, (table, rows) => table with { Rows = rows }, RowColumns);

    /// <summary>The table <c>monitoring</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("monitoring", 1,
            "One row for each check of each session: scores of forecasts, losses and calibration of the models, drift of inputs, "
            + "forecasts and outcomes, the state of data and systems, alerts, and the policy's decisions.")
        .ProducedBy("monitor", "`volcast outcomes` (scores), `volcast monitor` (scores and checks) and `volcast run-daily` "
            + "(these, alerts and decisions)")
        .WhenItIsLost("Restore it from a backup. Without a backup, delete the folder monitoring and run `volcast monitor`, "
            + "which makes the scores and the checks of the newest session again. Open alerts are then sent again, and the "
            + "policy starts without its earlier decisions.")
        .Irreplaceable()
        .PartitionedBy("year", "symbol").ByYearOf("session")
        .Holding(Columns.Schemas)
        .Key("symbol", "horizon", "session", "subject", "model", "model_version", "check", "revision")
        .Ascending("session", "horizon", "subject", "model", "model_version", "check", "revision")
        .EachRow("version_of_a_model", Severity.Error, "model_version is empty exactly where model is",
            ["model", "model_version"], frame =>
            {
                var (model, version) = (frame.Texts("model"), frame.Texts("model_version"));
                return row => string.IsNullOrEmpty(model[row]) == string.IsNullOrEmpty(version[row]);
            })
        .Strict();

    public required Symbol Symbol { get; init; }
    public required IReadOnlyList<MonitoringRow> Rows { get; init; }

    /// <summary>Adds rows to stored ones. A stored row is never changed.</summary>
    /// <param name="existing">The stored rows.</param>
    /// <param name="added">New rows, in any order. Of rows with equal keys the first one counts.</param>
    /// <returns>All rows in the order of their key, and how many of the added rows were new.</returns>
    public static (MonitoringTable Table, int New) MergeFirstWins(MonitoringTable existing, IEnumerable<MonitoringRow> added)
    {
        var merged = existing.Rows.Concat(added).DistinctBy(Key).OrderBy(Key, KeyComparer).ToArray();
        return (existing with { Rows = merged }, merged.Length - existing.Rows.Count);
    }

    /// <summary>Whether two rows are about the same: of them only the first is stored.</summary>
    public static bool HasSameKey(MonitoringRow one, MonitoringRow other) => Key(one) == Key(other);

    /// <summary>The newest revision of each row, in the given order. It alone counts: an earlier one used what was corrected
    /// later.</summary>
    public static IEnumerable<MonitoringRow> Latest(IEnumerable<MonitoringRow> rows) =>
        rows.GroupBy(row => Key(row with { Revision = 0 })).Select(same => same.MaxBy(row => row.Revision)!);

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static MonitoringTable FromFrame(Symbol symbol, ColumnFrame frame) =>
        Columns.FromFrame(frame) with { Symbol = symbol };

    private static (DateOnly, int, string, string, string, string, int) Key(MonitoringRow row) =>
        (row.Session, row.Horizon, row.Subject, row.Model, row.ModelVersion, row.Check, row.Revision);

    private static Comparer<(DateOnly, int, string, string, string, string, int)> KeyComparer { get; } =
        Comparer<(DateOnly Session, int Horizon, string Subject, string Model, string Version, string Check, int Revision)>
            .Create((a, b) => a.Session != b.Session ? a.Session.CompareTo(b.Session)
                : a.Horizon != b.Horizon ? a.Horizon.CompareTo(b.Horizon)
                : string.CompareOrdinal(a.Subject, b.Subject) is not 0 and var subject ? subject
                : string.CompareOrdinal(a.Model, b.Model) is not 0 and var model ? model
                : string.CompareOrdinal(a.Version, b.Version) is not 0 and var version ? version
                : string.CompareOrdinal(a.Check, b.Check) is not 0 and var check ? check
                : a.Revision.CompareTo(b.Revision));

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex LowerCase();
}
