using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Training;

namespace Volcast.Cli.Output;

/// <summary>The trainings of many targets: one line for each, as soon as it ends.</summary>
internal sealed class TrainingTable(Terminal terminal, DataKind kind, string registry)
{
    private const int ModelWidth = 18;
    private bool isBegun;

    public void Write(TrainingReport report)
    {
        if (!isBegun)
        {
            terminal.Page.WriteLine();
            terminal.Page.WriteLine(
                $"Walk-forward of the registered model{DataKindLabel.Suffix(kind)}; versions are registered in {registry}");
            terminal.Out.WriteLine(Line("model", "version", "origins", "QLIKE", "/HAR", "covers"));
            isBegun = true;
        }
        var score = report.Scores.FirstOrDefault(score => score.Model == report.Recipe);
        terminal.Out.WriteLine(score is null
            ? $"{report.Model.PadRight(ModelWidth)} {report.Version,7} was registered before: nothing to do"
            : Line(
                report.Model, $"{report.Version}", $"{score.N:N0}", Figure.Of(score.Qlike, "F4"),
                Figure.Of(score.RatioToBenchmark, "F3"), Figure.Of(score.Coverage80, "P1")));
        if (report.ChosenBecause is { } reason)
            terminal.Note($"{report.Model}: {report.Recipe} was trained in place of {ForecasterCatalog.Shipped}. {reason}");
        var skipped = report.SkippedOrigins.GroupBy(gap => gap.Model)
            .Select(gaps => $"{gaps.Key} skipped {Counted.Of(gaps.Sum(gap => gap.Origins), "origin")}").ToArray();
        if (skipped.Length > 0)
            terminal.Note($"{report.Model}: {string.Join(", ", skipped)}.");
        foreach (var model in report.ReusedParameters.GroupBy(kept => kept.Model))
            terminal.Note($"warning: {report.Model}: {model.Key} could not be refitted {Counted.Of(model.Count(), "time")} and "
                + $"reuses earlier parameters; the last time because {model.Last().Reason}");
    }

    private static string Line(string model, string version, string origins, string qlike, string ratio, string covers) =>
        $"{model.PadRight(ModelWidth)} {version,7} {origins,8} {qlike,7} {ratio,6} {covers,7}";
}
