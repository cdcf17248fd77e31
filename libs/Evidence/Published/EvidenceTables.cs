using Volcast.Evidence.Backtests;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>The tables that the docs can show: those of every backtest report, and the thresholds that were set for the published
/// recipe. <c>docs/evidence/tables.md</c> describes each.</summary>
public static class EvidenceTables
{
    private const string HeadToHead = "head_to_head";

    public static IReadOnlyList<string> Names { get; } = [.. BacktestTables.Names, AcceptanceTable.Name];

    /// <summary>Computes a table; null if the backtest does not have what the table needs.</summary>
    /// <exception cref="ArgumentException">There is no such table; the message lists the tables there are.</exception>
    public static ReportTable? Make(string name, ComparedBacktest backtest) => name switch
    {
        AcceptanceTable.Name => AcceptanceTable.Of(backtest),
        HeadToHead when BacktestTables.Make(name, backtest) is { } table => WithBars(table, backtest),
        _ when Names.Contains(name) => BacktestTables.Make(name, backtest),
        _ => throw new ArgumentException($"There is no table '{name}', only {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>A published table by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="tables">The tables of an evidence folder.</param>
    /// <param name="folder">The folder's name, for the message.</param>
    /// <exception cref="ArgumentException">There is no such table, or this evidence does not have it.</exception>
    internal static ReportTable Find(string name, IReadOnlyList<ReportTable> tables, string folder) =>
        tables.FirstOrDefault(table => table.Name == name) ?? throw new ArgumentException(Names.Contains(name)
            ? $"{folder} does not have the data of table {name}."
            : $"There is no table '{name}' in {folder}, only {string.Join(", ", tables.Select(table => table.Name))}.", nameof(name));

    /// <summary>Adds three columns: the threshold for each baseline, the aim, and whether the ratio meets them.</summary>
    private static ReportTable WithBars(ReportTable table, ComparedBacktest backtest)
    {
        var bars = table.Rows.Select(row => AcceptanceBar.Of(backtest, row[0].Text!)).ToArray();
        var ratio = table.Columns.TakeWhile(column => column.Name != "ratio").Count();
        return bars.All(bar => bar is null) ? table : table with
        {
            Note = $"{table.Note} The thresholds were set for origins {AcceptanceBar.Period}.",
            Columns = [.. table.Columns, new("bar", "bar", ".000"), new("aim", "aim", ".000"), new("meets", "meets")],
            Rows = [.. table.Rows.Zip(bars, (row, bar) => (Cell[])
            [
                .. row, bar?.Accepted, bar?.Aim, bar?.Verdict(row[ratio].Number) ?? "",
            ])],
        };
    }
}
