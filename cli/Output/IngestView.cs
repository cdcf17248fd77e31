using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest;

namespace Volcast.Cli.Output;

/// <summary>The summary of an ingest.</summary>
internal static class IngestView
{
    private const int MissingShown = 8;

    /// <summary>A month: fewer sessions are the delay of a source.</summary>
    private const int OldSessions = 22;

    /// <summary>Warns of each target that uses another asset's implied-volatility index.</summary>
    public static void WarnOfMissingIndices(CommandContext context)
    {
        foreach (var roles in context.Targets.Where(roles => !roles.HasOwnImplied))
            context.Terminal.Note(
                $"warning: no implied-volatility index of {roles.Target} is known, so {roles.Implied} is used, which measures the "
                + "S&P 500. Expect larger forecast errors than with an index for this target, which "
                + "VOLCAST_IMPLIED_VOLATILITY can name.");
    }

    /// <param name="terminal">The output.</param>
    /// <param name="report">What ingest did.</param>
    /// <param name="kind">The kind of the lake's data.</param>
    /// <param name="lakeFolder">Where the lake is.</param>
    public static void Write(Terminal terminal, IngestReport report, DataKind kind, string lakeFolder)
    {
        var table = new FittedTable(
            $"Market data{DataKindLabel.Suffix(kind)}", new("symbol"), new("from", IsOptional: true), new("to"),
            new("rows", IsNumber: true), new("new", IsNumber: true), new("revised", IsNumber: true),
            new("missing", IsNumber: true), new("quarantined", IsNumber: true));
        foreach (var symbol in report.Symbols)
            table.Row(
                $"{symbol.Symbol}", Text(symbol.FirstSession), Text(symbol.LastSession),
                $"{symbol.Rows:N0}", $"{symbol.New:N0}", $"{symbol.Revised:N0}", $"{symbol.Missing.Count:N0}",
                $"{symbol.Quarantined:N0}");
        table.Write(terminal);
        WriteNotes(terminal, report, lakeFolder);
    }

    /// <summary>What a person should know about the symbols: what is missing, withheld, rejected or doubtful.</summary>
    public static void WriteNotes(Terminal terminal, IngestReport report, string lakeFolder)
    {
        foreach (var symbol in report.Symbols)
        {
            if (symbol is { Absence: { } lacking, IsReplaceable: true })
                terminal.Note($"{lacking} `features` uses {AssetRoles.Vix} where the lake has too little of it.");
            else if (symbol.Absence is { } absence)
                terminal.Note($"warning: {absence} The run continues without it: "
                    + (symbol.LastSession is { } held
                        ? $"the lake's bars of {symbol.Symbol} end on {held:yyyy-MM-dd}; after that day " : "")
                    + $"features that need {symbol.Symbol} are missing, and models that need these features are skipped.");
            var withheld = symbol.Findings.Where(finding => finding.IsWithheld).Select(finding => finding.Session).ToHashSet();
            if (symbol.Missing.Where(day => !withheld.Contains(day)).ToArray() is { Length: > 0 } absent)
                terminal.Note(
                    $"{symbol.Symbol}: no bar on {Days(absent)}; a later ingest adds them if the vendor provides them.");
            if (symbol.Missing.Where(withheld.Contains).ToArray() is { Length: > 0 } doubtful)
                terminal.Note(
                    $"{symbol.Symbol}: the bars of {Days(doubtful)} are withheld because of the findings below; an ingest adds them "
                    + "after you have accepted the findings, or after the vendor has corrected the bars.");
            var quarantine = Path.Combine(lakeFolder, LakePaths.Quarantine(RawMarketTable.Schema.Name, symbol.Symbol));
            if (symbol.RefusedRows > 0)
                terminal.Note(
                    $"{symbol.Symbol}: {Counted.Of(symbol.RefusedRows, "row")} rejected: "
                    + string.Join("; ", symbol.RefusedReasons)
                    + (symbol.RefusedRows > symbol.RefusedReasons.Count
                        ? $"; and {symbol.RefusedRows - symbol.RefusedReasons.Count:N0} more" : "")
                    + $". All are stored with their reasons in {quarantine}.");
            if (symbol.Quarantined - symbol.RefusedRows is > 0 and var harmless)
                terminal.Note(
                    $"{symbol.Symbol}: {Counted.Of(harmless, "row")} with a harmless defect, such as an impossible bar of an "
                    + $"index, of which only the close is used. The list is in {quarantine}.");
            foreach (var note in symbol.Notes)
                terminal.Note($"{symbol.Symbol}: {note}");
            FindingsView.WriteOpen(terminal, symbol.Symbol, symbol.Findings);
        }
        WarnOfClosing(terminal, report);
        WarnOfOldBars(terminal, report);
    }

    /// <summary>Names the symbols whose bars end long before the clock, such as those of an old file. A live source's missing
    /// sessions are listed already.</summary>
    private static void WarnOfOldBars(Terminal terminal, IngestReport report)
    {
        foreach (var old in report.Symbols
            .Where(symbol => !symbol.IsReplaceable && symbol.SessionsBehind > OldSessions && symbol.Missing.Count < symbol.SessionsBehind)
            .GroupBy(symbol => (symbol.LastSession, symbol.SessionsBehind)))
            terminal.Note(
                $"{string.Join(", ", old.Select(symbol => symbol.Symbol))}: the bars end on {Text(old.Key.LastSession)}, and "
                + $"{Counted.Of(old.Key.SessionsBehind, "session")} have settled since. A forecast from them is STALE.");
    }

    /// <summary>A session that no symbol has is most often a closing that was decided after this release.</summary>
    private static void WarnOfClosing(Terminal terminal, IngestReport report)
    {
        var traded = report.Symbols.Where(symbol => symbol.Rows > 0).ToArray();
        if (traded.Length < 2)
            return;
        var absent = traded.Select(symbol => symbol.Missing).Aggregate((a, b) => [.. a.Intersect(b)]);
        if (absent.Count is > 0 and <= MissingShown)
            terminal.Note(
                $"No symbol has a bar on {string.Join(", ", absent.Select(day => $"{day:yyyy-MM-dd}"))}. If the exchange was "
                + $"closed, set "
                + $"{VolcastSettings.ExtraClosings.Name}={string.Join(",", absent.Select(day => $"{day:yyyy-MM-dd}"))}.");
    }

    /// <summary>The first few days, and how many more there are.</summary>
    private static string Days(DateOnly[] days) =>
        string.Join(", ", days.Take(MissingShown).Select(day => $"{day:yyyy-MM-dd}"))
        + (days.Length > MissingShown ? $" and {Counted.Of(days.Length - MissingShown, "more session")}" : "");

    private static string Text(DateOnly? session) => session is { } day ? $"{day:yyyy-MM-dd}" : "–";
}
