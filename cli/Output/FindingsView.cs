using Volcast.ApiContract.CommandLine;
using Volcast.Hosting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Cli.Output;

/// <summary>Findings about market data.</summary>
internal static class FindingsView
{
    private const int Shown = 3;

    /// <summary>The first few open findings of each kind, and how to accept them.</summary>
    public static void WriteOpen(Terminal terminal, Symbol symbol, IReadOnlyList<FindingRow> findings)
    {
        foreach (var kind in findings.GroupBy(finding => finding.Kind))
        {
            foreach (var finding in kind.Take(Shown))
                terminal.Note($"{symbol}: {Line(finding)}");
            if (kind.Count() > Shown)
                terminal.Note($"{symbol}: and {kind.Count() - Shown} more of this kind, to {kind.Last().Session:yyyy-MM-dd}");
        }
        if (findings.Count > 0)
            terminal.Note($"{symbol}: {HowToAccept(symbol, findings)} `volcast data list` shows all findings.");
    }

    /// <summary>The commands that accept the findings of one symbol: one for each kind, so that nobody accepts more than the kind
    /// that was checked.</summary>
    private static string HowToAccept(Symbol symbol, IReadOnlyList<FindingRow> findings)
    {
        var commands = findings.GroupBy(finding => finding.Kind).Select(kind =>
        {
            var (first, last) = (kind.Min(finding => finding.Session), kind.Max(finding => finding.Session));
            return $"`volcast data accept {SuggestedCommand.Quote(symbol.Value)} {first:yyyy-MM-dd}"
                + (last > first ? $" --through {last:yyyy-MM-dd}" : "") + " --reason TEXT`";
        }).Distinct().ToArray();
        return $"if the numbers are right, run {string.Join(" or ", commands)}.";
    }

    /// <summary>One line for each finding.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<FindingsTable> tables, bool withAccepted)
    {
        foreach (var table in tables)
            foreach (var finding in Chosen(table, withAccepted))
                terminal.Out.WriteLine($"{table.Symbol} {Line(finding)}");
        foreach (var table in tables)
            if (Chosen(table, withAccepted: false).ToArray() is { Length: > 0 } open)
                terminal.Note($"{table.Symbol}: {HowToAccept(table.Symbol, open)} If they are wrong, correct the source and run "
                    + $"`volcast ingest{(table.Symbol.IsIndex ? "" : $" --target {table.Symbol}")}`.");
        if (!tables.Any(table => Chosen(table, withAccepted).Any()))
            terminal.Note(withAccepted ? "There is no finding." : "There is no open finding; --all lists accepted ones.");
    }

    /// <summary>The same as a JSON document.</summary>
    public static void WriteJson(Terminal terminal, IReadOnlyList<FindingsTable> tables, bool withAccepted) =>
        DocumentJson.Write(terminal, new DataFindingsDocument(
        [
            .. tables.SelectMany(table => Chosen(table, withAccepted).Select(finding => new DataFindingDocument(
                table.Symbol.Value, finding.Session, StoredName.Of(finding.Kind), finding.Detail, finding.IsWithheld,
                StoredName.Of(finding.Status), finding.Reason, finding.AcceptedBy))),
        ]));

    private static IEnumerable<FindingRow> Chosen(FindingsTable table, bool withAccepted) =>
        table.Rows.Where(finding => withAccepted || finding.Status == FindingStatus.Open);

    /// <summary>A finding in one line.</summary>
    public static string Line(FindingRow finding) =>
        $"{finding.Session:yyyy-MM-dd} {finding.Detail}"
        + (finding.Status == FindingStatus.Accepted ? $" (accepted by {finding.AcceptedBy}: {finding.Reason})"
            : finding.IsWithheld ? " (withheld)" : "");
}
