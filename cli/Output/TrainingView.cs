using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Training;

namespace Volcast.Cli.Output;

/// <summary>Scores of a walk-forward, and the registered version.</summary>
internal static class TrainingView
{
    private const int StretchesShown = 3;

    public static void Write(Terminal terminal, TrainingReport report, DataKind kind, string registry)
    {
        if (!report.IsNew)
        {
            terminal.Page.WriteLine(
                $"{report.Model} version {report.Version} was already trained with this recipe, data and seed: nothing to do.");
            WriteChoice(terminal, report);
            return;
        }
        var title = $"{report.Model}, common origins {report.FirstOrigin:yyyy-MM-dd} to {report.LastOrigin:yyyy-MM-dd}";
        WriteScores(terminal, title, report.Scores, kind);
        WriteWarnings(terminal, report.SkippedOrigins, report.ReusedParameters);
        terminal.Page.WriteLine(report.RestoredAliases is { } aliases
            ? $"Restored the files of {report.Model} version {report.Version} in {registry}; it "
                + (aliases.Count > 0 ? $"is still {string.Join(" and ", aliases)}." : "has no alias, as before.")
            : $"Registered {report.Model} version {report.Version}"
                + $"{(report.Recipe == ForecasterCatalog.Shipped ? "" : $" ({report.Recipe})")} as challenger in {registry}");
        WriteChoice(terminal, report);
    }

    private static void WriteChoice(Terminal terminal, TrainingReport report)
    {
        if (report.ChosenBecause is { } reason)
            terminal.Note($"{report.Recipe} was trained in place of {ForecasterCatalog.Shipped}. {reason}");
    }

    /// <summary>The scores of a backtest.</summary>
    /// <returns>The reason why no scores exist; null if they exist.</returns>
    public static string? WriteScores(Terminal terminal, WalkForwardResult result, DataKind kind)
    {
        var scores = Scores.Compare(result);
        var common = CommonOrigins.Find(result);
        var origins = common is null
            ? $"origins {result.Origins[0]:yyyy-MM-dd} to {result.Origins[^1]:yyyy-MM-dd}, none scored"
            : $"{Counted.Of(common.Count, "common origin")} {common.First:yyyy-MM-dd} to {common.Last:yyyy-MM-dd}";
        WriteScores(terminal, $"{result.Symbol} {result.Horizon}d, {origins}", scores, kind);
        WriteWarnings(
            terminal, result.Models.SelectMany(model => model.SkippedOrigins),
            result.Models.SelectMany(model => model.ReusedParameters));
        foreach (var far in ExtraordinaryForecasts.Of(result))
            terminal.Note($"warning: {far.Model} forecast more than {ExtraordinaryForecasts.Times:0} times the highest realised "
                + $"volatility ({far.HighestRealized:P0}) from {Counted.Of(far.Count, "origin")}, {far.Volatility:P0} on "
                + $"{far.Highest:yyyy-MM-dd}: review the inputs of these days");
        return common is null ? CommonOrigins.Absence(result) : null;
    }

    private static void WriteWarnings(Terminal terminal, IEnumerable<SkippedOrigins> gaps, IEnumerable<ReusedParameters> warnings)
    {
        foreach (var model in gaps.GroupBy(gap => gap.Model))
        {
            foreach (var gap in model.Take(StretchesShown))
                terminal.Note(gap.Origins == 1
                    ? $"{gap.Model} was skipped on {gap.From:yyyy-MM-dd}: {gap.Reason}"
                    : $"{gap.Model} was skipped on {gap.Origins:N0} origins from {gap.From:yyyy-MM-dd} to {gap.To:yyyy-MM-dd}; "
                        + $"on the first: {gap.Reason}");
            var others = model.Skip(StretchesShown).ToArray();
            if (others.Length > 0)
                terminal.Note(
                    $"{model.Key} was skipped on {Counted.Of(others.Sum(gap => gap.Origins), "more origin")} up to "
                    + $"{others[^1].To:yyyy-MM-dd}.");
        }
        foreach (var kept in warnings)
            terminal.Note($"warning: {kept.Model} could not be refitted for {kept.From:yyyy-MM-dd} to {kept.To:yyyy-MM-dd} and "
                + $"reuses its parameters of {kept.FittedOn:yyyy-MM-dd}: {kept.Reason}");
    }

    private static void WriteScores(Terminal terminal, string title, IReadOnlyList<Score> scores, DataKind kind)
    {
        string[] figures = ["n", "QLIKE", "/HAR", "R² vol", "MZ slope", "MZ R²", "80 % coverage"];
        var table = new FittedTable(
            $"Walk-forward: {title}{DataKindLabel.Suffix(kind)}",
            [new("model"), .. figures.Select(name => new FittedColumn(name, IsNumber: true))]);
        foreach (var score in scores)
            table.Row(
                score.Model, $"{score.N:N0}", Figure.Of(score.Qlike, "F4"), Figure.Of(score.RatioToBenchmark, "F3"),
                Figure.Of(score.RSquaredOnVolatility, "F3"), Figure.Of(score.MincerZarnowitz.Value?.Slope, "F2"),
                Figure.Of(score.MincerZarnowitz.Value?.RSquared, "F3"), Figure.Of(score.Coverage80, "P1"));
        table.Write(terminal);
        foreach (var reason in scores.Where(score => score.N > 0 && score.MincerZarnowitz.Value is null)
            .GroupBy(score => score.MincerZarnowitz.Reason!, score => score.Model))
            terminal.Note($"MZ is {Figure.None} for {string.Join(", ", reason)}: {reason.Key}");
        if (scores.Any(score => score.N > 0) && scores.All(score => double.IsNaN(score.RatioToBenchmark)))
            terminal.Note(scores.Any(score => score.Model == Scores.Benchmark)
                ? $"/HAR is {Figure.None}: " + (scores.First(score => score.Model == Scores.Benchmark).N > 0
                    ? $"the loss of {Scores.Benchmark} is 0 on every origin."
                    : $"{Scores.Benchmark} made no forecast on these origins.")
                : $"/HAR is {Figure.None}: {Scores.Benchmark} is not among the models.");
    }
}
