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
            terminal.Note(
                $"{symbol}: if the numbers are right, run `volcast data accept {SuggestedCommand.Quote(symbol.Value)} "
                + $"{findings[0].Session:yyyy-MM-dd} --reason TEXT`. `volcast data list` shows all findings.");
    }

    /// <summary>One line for each finding.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<FindingsTable> tables, bool withAccepted)
    {
        foreach (var table in tables)
            foreach (var finding in Chosen(table, withAccepted))
                terminal.Out.WriteLine($"{table.Symbol} {Line(finding)}");
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
