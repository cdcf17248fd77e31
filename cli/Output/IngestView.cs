using Spectre.Console;
using Volcast.Lake;
using Volcast.Services.Ingest;

namespace Volcast.Cli.Output;

/// <summary>The summary at the end of ingest.</summary>
internal static class IngestView
{
    private const int MissingShown = 8;

    public static void Write(Terminal terminal, IngestReport report, DataKind kind)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"Market data{MarketLabel.Suffix(kind)}");
        table.AddColumns("symbol", "from", "to");
        foreach (var name in new[] { "rows", "new", "revised", "missing", "quarantined" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var symbol in report.Symbols)
            table.AddRow(
                $"{symbol.Symbol}", Text(symbol.FirstSession), Text(symbol.LastSession),
                $"{symbol.Rows:N0}", $"{symbol.New:N0}", $"{symbol.Revised:N0}", $"{symbol.Missing.Count:N0}",
                $"{symbol.Quarantined:N0}");
        terminal.Console.Write(table);

        foreach (var symbol in report.Symbols)
        {
            if (symbol.Absence is { } absence)
                terminal.Note($"warning: {absence} The run goes on without it: "
                    + (symbol.LastSession is { } held
                        ? $"what the lake holds of {symbol.Symbol} ends on {held:yyyy-MM-dd}, after which " : "")
                    + $"features made from {symbol.Symbol} are absent, and models that read them sit out.");
            if (symbol.Missing.Count > 0)
            {
                var shown = string.Join(", ", symbol.Missing.Take(MissingShown).Select(day => $"{day:yyyy-MM-dd}"));
                var more = symbol.Missing.Count - MissingShown;
                terminal.Note(
                    $"{symbol.Symbol}: no bar on {shown}{(more > 0 ? $" and {more} more sessions" : "")}"
                    + "; a later ingest fills what the vendor then has.");
            }
            if (symbol.RefusedRows > 0)
                terminal.Note(
                    $"{symbol.Symbol}: {symbol.RefusedRows} rows refused, kept with their reasons in quarantine: "
                    + $"{string.Join("; ", symbol.RefusedReasons)}.");
            if (symbol.Quarantined > symbol.RefusedRows)
                terminal.Note(
                    $"{symbol.Symbol}: {symbol.Quarantined - symbol.RefusedRows} oddities that do no harm, such as an "
                    + "index's impossible candle of which only the close is kept, are noted in quarantine.");
            foreach (var note in symbol.Notes)
                terminal.Note($"{symbol.Symbol}: {note}");
        }
    }

    private static string Text(DateOnly? session) => session is { } day ? $"{day:yyyy-MM-dd}" : "–";
}
