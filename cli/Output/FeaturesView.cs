using Volcast.Services.Features;

namespace Volcast.Cli.Output;

internal static class FeaturesView
{
    public static void Write(Terminal terminal, FeaturesReport report)
    {
        var first = report.FirstComplete is { } session ? $" (the first {session:yyyy-MM-dd})" : "";
        terminal.Out.WriteLine(
            $"Features of {report.Target}: {report.Rows:N0} sessions to {report.LastSession:yyyy-MM-dd}, "
            + $"{report.CompleteRows:N0} with every feature{first}{(report.HasChanged ? "" : "; nothing new")}");
        if (report.WithoutBars.Count > 0)
            terminal.Note(
                $"warning: the lake holds no bars of {string.Join(", ", report.WithoutBars)}: what {report.Target}'s features "
                + "take from there is absent on every session, and the models that read it sit out.");
        if (report.MissingOnLast.Count > 0)
            terminal.Note(
                $"{report.Target}: absent on {report.LastSession:yyyy-MM-dd}: {string.Join(", ", report.MissingOnLast)}. "
                + "A model that needs them cannot forecast from this session until the source has what they are made of: "
                + "run ingest again.");
    }
}
