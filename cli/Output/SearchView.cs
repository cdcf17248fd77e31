using Volcast.Evaluation.Search;
using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>The candidates of a search, best first.</summary>
internal static class SearchView
{
    private const int Shown = 10;

    public static void Write(Terminal terminal, SearchResult result, DataKind kind)
    {
        var names = result.Candidates[0].Parameters.Keys.ToArray();
        var table = new FittedTable(
            $"Search: {result.Model}, {result.Symbol} {result.Horizon}d up to {result.LastSession:yyyy-MM-dd}"
            + DataKindLabel.Suffix(kind),
            [
                new("no", IsNumber: true), new("QLIKE", IsNumber: true), new("gain", IsNumber: true),
                new("± s.e.", IsNumber: true), .. names.Select(name => new FittedColumn(name, IsNumber: true)),
            ]);
        var ranked = result.Candidates.OrderBy(candidate => candidate.Qlike).ToArray();
        foreach (var candidate in ranked.Take(Shown).Concat(ranked.Skip(Shown).Where(c => c.Number == 0)))
            table.Row(
            [
                $"{candidate.Number}", $"{candidate.Qlike:F4}", $"{candidate.Gain:+0.0000;−0.0000;0.0000}",
                $"{candidate.GainStandardError:F4}", .. names.Select(name => candidate.Parameters.GetValueOrDefault(name, "")),
            ]);
        table.Write(terminal);
        var best = result.Candidates[result.Best];
        terminal.Page.WriteLine(result.Best == 0
            ? $"The current parameters are kept: none of {result.Candidates.Count - 1} candidates is better."
            : result.Chosen == 0
            ? $"The current parameters are kept: the best of {result.Candidates.Count - 1} candidates, number {result.Best}, "
                + $"gains {best.Gain:F4}, no more than one standard error ({best.GainStandardError:F4}) over "
                + $"{result.Blocks.Count} blocks."
            : $"Chosen: candidate {result.Chosen}, which gains {best.Gain:F4}, more than one standard error "
                + $"({best.GainStandardError:F4}) over {result.Blocks.Count} blocks. The best of many candidates looks better "
                + "than it is: score it in a backtest that begins after the searched sessions.");
        if (result.IsCutShort)
            terminal.Note("The time limit stopped the search before the last candidate: another run may try more or fewer.");
    }
}
