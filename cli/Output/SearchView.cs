using Spectre.Console;
using Volcast.Evaluation.Search;
using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>What a search found, the best first.</summary>
internal static class SearchView
{
    private const int Shown = 10;

    public static void Write(Terminal terminal, SearchResult result, DataKind kind)
    {
        var names = result.Candidates[0].Parameters.Keys.ToArray();
        var table = new Table().Border(TableBorder.Simple).Title(
            $"Search: {result.Model}, {result.Symbol} {result.Horizon}d up to {result.LastSession:yyyy-MM-dd}"
            + MarketLabel.Suffix(kind));
        string[] columns = ["no", "QLIKE", "gain", "± s.e.", .. names];
        foreach (var name in columns)
            table.AddColumn(new TableColumn(name).RightAligned());
        var ranked = result.Candidates.OrderBy(candidate => candidate.Qlike).ToArray();
        foreach (var candidate in ranked.Take(Shown).Concat(ranked.Skip(Shown).Where(c => c.Number == 0)))
            table.AddRow(
            [
                $"{candidate.Number}", $"{candidate.Qlike:F4}", $"{candidate.Gain:+0.0000;−0.0000;0.0000}",
                $"{candidate.GainStandardError:F4}", .. names.Select(name => candidate.Parameters.GetValueOrDefault(name, "")),
            ]);
        terminal.Console.Write(table);
        var best = result.Candidates[result.Best];
        terminal.Out.WriteLine(result.Best == 0
            ? $"The parameters in force stay: none of {result.Candidates.Count - 1} candidates is better."
            : result.Chosen == 0
            ? $"The parameters in force stay: the best of {result.Candidates.Count - 1} candidates, number {result.Best}, gains "
                + $"{best.Gain:F4}, no more than one standard error ({best.GainStandardError:F4}) over "
                + $"{result.Blocks.Count} blocks."
            : $"Chosen: candidate {result.Chosen}, which gains {best.Gain:F4}, more than one standard error "
                + $"({best.GainStandardError:F4}) over {result.Blocks.Count} blocks. The best of many looks better than it is: "
                + "judge it by a backtest that begins after the sessions searched.");
        if (result.IsCutShort)
            terminal.Note("The time was up before the last candidate: another run may see more of them, or fewer.");
    }
}
