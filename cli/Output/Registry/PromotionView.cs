using System.Text.Json;
using Volcast.Cli.Pipeline;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Output.Registry;

/// <summary>Verdicts, and the resulting champion.</summary>
internal static class PromotionView
{
    public static void Write(Cli.CommandContext context, IReadOnlyList<PromotionReport> reports, bool isJson)
    {
        foreach (var report in reports)
            Commands.Registry.ModelChoice.Note(context, report.Repaired);
        if (isJson)
            RegistryJson.Write(context.Terminal.Out, reports.Select(Document));
        else
            foreach (var report in reports)
                Write(context.Terminal, report);
    }

    public static void Write(Terminal terminal, FirstPromotion promotion)
    {
        if (promotion.Report is { } report)
            Write(terminal, report);
        else if (promotion.Challenger is { } challenger)
            terminal.Note($"{promotion.Model} version {promotion.Champion!.Number} remains champion. To have version "
                + $"{challenger.Number} judged, run `volcast registry promote`.");
    }

    public static void Write(Terminal terminal, PromotionReport report)
    {
        if (report.Verdict is { } verdict)
        {
            terminal.Out.Write(verdict.InWords());
            if (verdict.Market == MarketLabel.Simulated)
                terminal.Out.WriteLine(MarketLabel.Warning);
        }
        terminal.Out.WriteLine(Sentence(report));
        if (report.Outcome == PromotionOutcome.Refused)
            terminal.Note($"volcast: {report.Model} version {report.Verdict!.Version} was not promoted. "
                + (report.Note ?? string.Join(" ", report.Verdict.Failed.Select(check => check.Sentence))
                    + " To promote it anyway, give --force --reason TEXT."));
    }

    private static string Sentence(PromotionReport report)
    {
        var before = report.Before is { } earlier ? $" The champion before was version {earlier}." : "";
        var now = report.Champion is { } champion
            ? $"{report.Model} version {champion} has been champion since {report.Since!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            : $"{report.Model} has no champion: the challenger serves.";
        return report.Outcome switch
        {
            PromotionOutcome.Promoted => $"Promoted. {now}{before}",
            PromotionOutcome.Forced => $"Promoted with --force. {now}{before} Reason: {report.Reason}",
            PromotionOutcome.RolledBack => $"Rolled back. {now}{before} Reason: {report.Reason}",
            PromotionOutcome.Refused => $"Refused. {now}",
            _ => $"Nothing to do. {now}",
        };
    }

    private static object Document(PromotionReport report) => new
    {
        report.Model,
        report.Outcome,
        report.Champion,
        report.Before,
        Since = report.Since?.UtcDateTime,
        report.Reason,
        VerdictRun = report.RunId,
        Verdict = report.Verdict is { } verdict ? JsonSerializer.Deserialize<JsonElement>(verdict.ToJson()) : (JsonElement?)null,
        report.Note,
        Repaired = report.Repaired.Sentences,
    };
}
