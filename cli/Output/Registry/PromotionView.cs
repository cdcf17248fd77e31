using Volcast.ApiContract.CommandLine;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Output.Registry;

/// <summary>Verdicts, and who is in charge now.</summary>
internal static class PromotionView
{
    public static void Write(Cli.CommandContext context, IReadOnlyList<PromotionReport> reports, bool isJson)
    {
        foreach (var report in reports)
            Commands.Registry.ModelChoice.Tell(context, report.Repaired);
        if (isJson)
            DocumentJson.Write<IReadOnlyList<PromotionDocument>>(context.Terminal.Out, [.. reports.Select(RegistryJson.Document)]);
        else
            foreach (var report in reports)
                Write(context.Terminal, report);
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
                    + " To overrule the gate: --force --reason TEXT."));
    }

    private static string Sentence(PromotionReport report)
    {
        var before = report.Before is { } earlier ? $" Before it: version {earlier}." : "";
        var inCharge = report.Champion is { } champion
            ? $"{report.Model} version {champion} is champion since {report.Since!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            : $"{report.Model} has no champion: the challenger forecasts.";
        return report.Outcome switch
        {
            PromotionOutcome.Promoted => $"Promoted. {inCharge}{before}",
            PromotionOutcome.Forced => $"Promoted by force. {inCharge}{before} Reason: {report.Reason}",
            PromotionOutcome.RolledBack => $"Rolled back. {inCharge}{before} Reason: {report.Reason}",
            PromotionOutcome.Refused => $"Refused. {inCharge}",
            _ => $"Nothing to do. {inCharge}",
        };
    }
}
