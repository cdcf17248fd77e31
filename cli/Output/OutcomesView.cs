using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;

namespace Volcast.Cli.Output;

/// <summary><c>volcast outcomes</c>: what the run stored, and a table of scores for each target and horizon.</summary>
internal static class OutcomesView
{
    private const int Shown = 4;

    public static void Write(Terminal terminal, IReadOnlyList<OutcomesPage> pages)
    {
        foreach (var page in pages)
        {
            WriteStored(terminal, page);
            foreach (var horizon in page.Models.GroupBy(one => one.Horizon))
                WriteScores(terminal, page, horizon.Key, [.. horizon]);
            foreach (var note in page.Scored.Scores.Notes)
                terminal.Note($"{page.Scored.Outcomes.Target}: {note}");
        }
    }

    private static void WriteStored(Terminal terminal, OutcomesPage page)
    {
        var (outcomes, scores) = page.Scored;
        terminal.Page.WriteLine($"{outcomes.Target}{DataKindLabel.Suffix(page.DataKind)}: "
            + $"{Counted.Of(outcomes.Added.Count - outcomes.Revised, "new outcome")}, "
            + $"{Counted.Of(outcomes.Revised, "corrected outcome")}, "
            + $"{Counted.Of(scores.Added.Count, "new score")}.");
        if (outcomes.NextEnd is { } next)
            terminal.Page.WriteLine(
                $"{Counted.Of(outcomes.Pending, "forecast period")} {(outcomes.Pending == 1 ? "has" : "have")} not ended; the "
                + $"next one ends on {next:yyyy-MM-dd}.");
        if (page.Models.Count == 0)
            terminal.Page.WriteLine(outcomes.NextEnd is not null
                ? "No forecast has an outcome yet."
                : "No forecast is stored yet. Run `volcast forecast`.");
        foreach (var unknown in outcomes.Unknown.Take(Shown))
            terminal.Page.WriteLine($"The outcome over {Counted.Of(unknown.Horizon, "session")} from "
                + $"{unknown.ForecastOrigin:yyyy-MM-dd} is unknown. {unknown.Reason}");
        if (outcomes.Unknown.Count - Shown is > 0 and var more)
            terminal.Page.WriteLine(
                $"{Counted.Of(more, "more outcome")} {(more == 1 ? "is" : "are")} unknown; --json lists all.");
    }

    private static void WriteScores(Terminal terminal, OutcomesPage page, int horizon, ScoreSummary[] models)
    {
        var table = new FittedTable(
            $"{page.Scored.Outcomes.Target}, {Counted.Of(horizon, "session")}{DataKindLabel.Suffix(page.DataKind)}",
            new("model"), new("kind"), new("n", IsNumber: true), new("QLIKE", IsNumber: true),
            new("ratio to HAR", IsNumber: true), new("common origins", IsNumber: true, IsOptional: true),
            new("bias %", IsNumber: true),
            new("in 80 %", IsNumber: true), new("in 95 %", IsNumber: true),
            new("Winkler 80", IsNumber: true, IsOptional: true), new("Winkler 95", IsNumber: true, IsOptional: true),
            new("VaR 95 hits", IsNumber: true), new("VaR 99 hits", IsNumber: true),
            new("1-session VaR 95 hits", IsNumber: true, IsOptional: true),
            new("1-session VaR 99 hits", IsNumber: true, IsOptional: true));
        foreach (var one in models)
            table.Row(
                one.Model, ForecastDocuments.NameOf(one.Kind), $"{one.Scores.N:N0}", Figure.Of(one.Scores.Qlike, "F4"),
                Figure.Of(one.RatioToHar, "F3"), $"{one.CommonWithHar:N0}", Figure.Of(100 * one.Scores.Bias, "F1"),
                Figure.Of(100 * one.Scores.Interval80.Coverage, "F1"), Figure.Of(100 * one.Scores.Interval95.Coverage, "F1"),
                Figure.Of(100 * one.Scores.Interval80.MeanWinkler, "F1"),
                Figure.Of(100 * one.Scores.Interval95.MeanWinkler, "F1"),
                Hits(one, horizon, .95), Hits(one, horizon, .99), Hits(one, 1, .95), Hits(one, 1, .99));
        table.Write(terminal);
    }

    /// <summary>The hits, and in brackets the nominal number of hits.</summary>
    private static string Hits(ScoreSummary one, int sessions, double confidence) =>
        one.TailHits.FirstOrDefault(hits => hits.Sessions == sessions && hits.Confidence == confidence) is { } found
            ? $"{found.Hits} ({found.Expected:0.#})"
            : Figure.None;
}
