using Volcast.Market;
using Volcast.Services.Features;

namespace Volcast.Cli.Output;

internal static class FeaturesView
{
    public static void Write(Terminal terminal, FeaturesReport report)
    {
        var first = report.FirstComplete is { } session ? $" (the first {session:yyyy-MM-dd})" : "";
        terminal.Page.WriteLine(
            $"Features of {report.Target}: {Counted.Of(report.Rows, "session")} to {report.LastSession:yyyy-MM-dd}, "
            + $"{report.CompleteRows:N0} with every feature{first}{(report.HasChanged ? "" : "; unchanged")}");
        WriteIndex(terminal, report);
        if (report.WithoutBars.Count > 0)
            terminal.Note(
                $"warning: the lake has no bars of {string.Join(", ", report.WithoutBars)}. The features of {report.Target} that "
                + "need them are missing on every session, and the models that need these features are skipped.");
        if (report.MissingOnLast.Count > 0)
            terminal.Note(
                $"{report.Target}: missing on {report.LastSession:yyyy-MM-dd}: {string.Join(", ", report.MissingOnLast)}. "
                + "A model that needs them cannot forecast from this session until the source provides the bars: "
                + "run `volcast ingest` again later.");
    }

    /// <summary>Says why ^VIX stands in for the target's own index.</summary>
    public static void WriteIndex(Terminal terminal, FeaturesReport report)
    {
        if (report.Index?.Because is { } reason)
            terminal.Note(reason);
    }
}
