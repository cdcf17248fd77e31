using Volcast.Cli.Pipeline;
using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>The story of a year of daily runs on the simulated market.</summary>
internal static class YearView
{
    public static void Begin(Terminal terminal, DateOnly first, DateOnly last, DateOnly lawBreak)
    {
        terminal.Page.WriteLine(DataKindLabel.WarningOn(terminal));
        terminal.Page.WriteLine($"A daily run after each session from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}. On "
            + $"{lawBreak:yyyy-MM-dd} the simulated market changes its rules.");
        terminal.Page.WriteLine();
    }

    public static void Write(Terminal terminal, YearEvent one) =>
        terminal.Page.WriteLine($"{one.Session:yyyy-MM-dd}  {one.Text}");

    public static void End(Terminal terminal, IReadOnlyList<YearLoss> losses, string folder)
    {
        var table = new FittedTable($"QLIKE of the live forecasts{DataKindLabel.Suffix(DataKind.Simulated)}",
            [new("targets that ended"), new("targets", true), new("Volcast", true), new("HAR", true), new("ratio", true)]);
        foreach (var loss in losses)
            table.Row(Span(loss), $"{loss.Targets}", $"{loss.Model:.000}", $"{loss.Har:.000}", $"{loss.Ratio:0.00}");
        table.Write(terminal);
        terminal.Page.WriteLine($"Lake and registry of the year: {folder}");
    }

    private static string Span(YearLoss loss) => (loss.From, loss.To) switch
    {
        (_, null) => $"from {loss.From:yyyy-MM-dd} on",
        _ when loss.From == DateOnly.MinValue => $"before {loss.To:yyyy-MM-dd}",
        _ => $"from {loss.From:yyyy-MM-dd} to {loss.To:yyyy-MM-dd}",
    };
}
