using Spectre.Console;
using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Services.Training;

namespace Volcast.Cli.Output;

/// <summary>Scores of a walk-forward, and what was registered.</summary>
internal static class TrainingView
{
    public static void Write(Terminal terminal, TrainingReport report, LakeKind kind, string registry)
    {
        if (!report.IsNew)
        {
            terminal.Out.WriteLine(
                $"{report.Model} version {report.Version} was trained before with this recipe, data and seed: nothing to do.");
            return;
        }
        var title = $"{report.Model}, origins {report.FirstOrigin:yyyy-MM-dd} to {report.LastOrigin:yyyy-MM-dd}";
        WriteScores(terminal, title, report.Scores, kind);
        WriteWarnings(terminal, report.SatOut, report.KeptParameters);
        terminal.Out.WriteLine($"Registered {report.Model} version {report.Version} as challenger in {registry}");
    }

    public static void WriteScores(Terminal terminal, WalkForwardResult result, LakeKind kind)
    {
        var (first, last) = (result.Origins[0], result.Origins[^1]);
        var title = $"{result.Symbol} {result.Horizon}d, origins {first:yyyy-MM-dd} to {last:yyyy-MM-dd}";
        WriteScores(terminal, title, Scores.Compare(result), kind);
        WriteWarnings(
            terminal, result.Models.SelectMany(model => model.SatOut), result.Models.SelectMany(model => model.KeptParameters));
    }

    private static void WriteWarnings(Terminal terminal, IEnumerable<SatOut> gaps, IEnumerable<KeptParameters> warnings)
    {
        foreach (var model in gaps.GroupBy(gap => gap.Model))
        {
            var gap = model.First();
            terminal.Note($"{gap.Model} sat out {model.Count()} stretches, "
                + $"the first {gap.From:yyyy-MM-dd} to {gap.To:yyyy-MM-dd}: {gap.Reason}");
        }
        foreach (var kept in warnings)
            terminal.Note($"warning: {kept.Model} was not estimated anew for {kept.From:yyyy-MM-dd} to {kept.To:yyyy-MM-dd} and "
                + $"keeps its parameters of {kept.FittedOn:yyyy-MM-dd}: {kept.Reason}");
    }

    private static void WriteScores(Terminal terminal, string title, IReadOnlyList<Score> scores, LakeKind kind)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"Walk-forward: {title}{MarketLabel.Suffix(kind)}");
        table.AddColumn("model");
        foreach (var name in new[] { "n", "QLIKE", "/HAR", "R² vol", "MZ slope", "MZ R²", "80 % covers" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var score in scores)
            table.AddRow(
                score.Model, $"{score.N:N0}", $"{score.Qlike:F4}", $"{score.RatioToBenchmark:F3}",
                $"{score.RSquaredOnVolatility:F3}", $"{score.MincerZarnowitz?.Slope:F2}",
                $"{score.MincerZarnowitz?.RSquared:F3}", $"{score.Coverage80:P1}");
        terminal.Console.Write(table);
    }
}
