using System.Globalization;
using System.Text.Json;
using Volcast.ApiContract.Data;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Api.Data;

/// <summary>Reads the rows of symbols that were refused, in whole or in part.</summary>
internal static class QuarantinedRows
{
    /// <summary>By symbol in the given order, the newest session first.</summary>
    public static async Task<IReadOnlyList<QuarantinedRowDocument>> ReadAsync(
        DataLake lake, IEnumerable<Symbol> symbols, CancellationToken stop)
    {
        var rows = new List<QuarantinedRowDocument>();
        foreach (var symbol in symbols)
        {
            var table = await lake.ReadQuarantineAsync(RawMarketTable.Schema, symbol, stop);
            rows.AddRange(Enumerable.Range(0, table.Count).Select(row => Of(symbol, table, row))
                .OrderByDescending(row => row.Session).ThenBy(row => row.RowKey, StringComparer.Ordinal)
                .ThenBy(row => row.Reason, StringComparer.Ordinal));
        }
        return rows;
    }

    private static QuarantinedRowDocument Of(Symbol symbol, QuarantineTable table, int row)
    {
        using var json = JsonDocument.Parse(table.Row[row]);
        var cells = json.RootElement.EnumerateObject().ToDictionary(cell => cell.Name, cell => cell.Value.GetString());
        return new(symbol.Value, SessionOf(cells), table.IsHarmless(row), table.Reason[row], table.RowKey[row], cells);
    }

    /// <summary>Null if the vendor's date is none.</summary>
    private static DateOnly? SessionOf(Dictionary<string, string?> cells) =>
        cells.GetValueOrDefault("session") is { } text && DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
