using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Output.Registry;

/// <summary>The verdict of a gate, the decision, and the champion after it.</summary>
internal static class PromotionView
{
    public static void Write(Cli.CommandContext context, IReadOnlyList<PromotionReport> reports, bool isJson)
    {
        foreach (var report in reports)
            Commands.Registry.ModelChoice.Note(context, report.Repaired);
        if (isJson)
            DocumentJson.Write<IReadOnlyList<PromotionDocument>>(
                context.Terminal, [.. reports.Select(RegistryJson.Document)]);
        else
            foreach (var report in reports)
                Write(context.Terminal, report);
    }

    /// <param name="terminal">The output.</param>
    /// <param name="promotion">The result.</param>
    /// <param name="isBrief">Whether the decision is shown without the checks of the gate, for many targets.</param>
    public static void Write(Terminal terminal, FirstPromotion promotion, bool isBrief)
    {
        if (promotion.Report is { } report)
            Write(terminal, report, isBrief);
        else if (promotion.Challenger is { } challenger)
            terminal.Note($"{promotion.Model} version {promotion.Champion!.Number} remains champion. To have version "
                + $"{challenger.Number} judged, run `volcast registry promote {challenger}`.");
    }

    public static void Write(Terminal terminal, PromotionReport report, bool isBrief = false)
    {
        if (report.Verdict is { } verdict && !isBrief)
        {
            terminal.Page.Write(verdict.ToText().Replace("FAILED", terminal.Paint("FAILED", Tone.Alarm), StringComparison.Ordinal));
            if (verdict.DataKind == DataKind.Simulated.Name())
                terminal.Page.WriteLine(DataKindLabel.WarningOn(terminal));
        }
        terminal.Page.WriteLine(Sentence(report));
        if (report.Decision == PromotionDecision.Refused)
            terminal.Note($"volcast: {report.Model} version {report.Verdict!.Version} was not promoted. "
                + (report.Note ?? string.Join(" ", report.Verdict.Failed.Select(check => check.Sentence))
                    + " To promote it anyway, give --force --reason TEXT."));
    }

    private static string Sentence(PromotionReport report)
    {
        var previous = report.PreviousChampion is { } earlier ? $" The previous champion was version {earlier}." : "";
        var champion = report.Champion is { } number
            ? $"{report.Model} version {number} has been the champion since "
                + $"{report.Since!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            : $"{report.Model} has no champion: the challenger serves.";
        var by = report.Actor is { } actor ? $" Done by {actor}." : "";
        return report.Decision switch
        {
            PromotionDecision.Promoted => $"Promoted. {champion}{previous}{by}",
            PromotionDecision.Forced => $"Promoted with --force. {champion}{previous}{by} Reason: {report.Reason}",
            PromotionDecision.RolledBack => $"Rolled back. {champion}{previous}{by} Reason: {report.Reason}",
            PromotionDecision.Refused => $"Refused. {champion}",
            _ => $"Nothing to do. {champion}",
        };
    }
}
