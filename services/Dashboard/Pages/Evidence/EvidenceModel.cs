using Volcast.ApiContract.Models;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Evidence;

/// <summary>How good the forecasts of a version's recipe were in its walk-forward.</summary>
public sealed record EvidenceModel : PageModel
{
    /// <summary>A model whose p-value in the confidence set is smaller is not in the set of 90 %.</summary>
    public const double SetLevel = .1;

    /// <summary>The scores of all models.</summary>
    public required EvidenceDocument Evidence { get; init; }

    /// <summary>Series and groups against the chosen benchmark; null where there are none.</summary>
    public required WalkForwardDocument? WalkForward { get; init; }

    /// <summary>Why there are no series; null where there are.</summary>
    public required string? WithoutSeries { get; init; }

    /// <summary>The scores of the recipe itself.</summary>
    public required EvidenceScoresDocument Subject { get; init; }

    /// <summary>Why the recipe was chosen in place of the shipped one, in sentences; null if it was not.</summary>
    public string? ChosenBecause { get; init; }

    /// <summary>The scores of the best of the other models, where the recipe is the benchmark itself; otherwise null.</summary>
    public EvidenceScoresDocument? Rival => RivalOf(Evidence);

    /// <summary>ok if it is better than the benchmark beyond chance, failed if worse, warning if neither is shown, and benchmark
    /// if it is the benchmark itself.</summary>
    public string Status => Subject switch
    {
        _ when IsBenchmark(Evidence) => "benchmark",
        { RatioUpper: < 1 } => "ok",
        { RatioLower: > 1 } => "failed",
        _ => "warning",
    };

    /// <summary>The verdict against the benchmark of the scores, in a sentence.</summary>
    public string Verdict => Status switch
    {
        "benchmark" => $"{NameOf(Subject.Model)} itself forecasts"
            + (ChosenBecause is null ? "" : ": no other model passed the gate"),
        "ok" => $"{NameOf(Subject.Model)} forecasts better than {NameOf(Evidence.Benchmark)}",
        "failed" => $"{NameOf(Subject.Model)} forecasts worse than {NameOf(Evidence.Benchmark)}",
        _ => $"{NameOf(Subject.Model)} is not shown to differ from {NameOf(Evidence.Benchmark)}",
    };

    /// <summary>What the figures say, a sentence each, the most important first.</summary>
    public IReadOnlyList<string> Findings =>
        [.. new[] { ChosenBecause, Loss(), ConfidenceSet(), Coverage(), Years(), Light(), Searched() }.OfType<string>()];

    public override IReadOnlyList<ReportTable> Tables => WalkForward is { } series
        ?
        [
            EvidenceTables.Leaderboard(this), EvidenceTables.Groups("years", "By calendar year", series, series.Years),
            EvidenceTables.Groups("terciles", "By the height of the forecast", series, series.Terciles),
            EvidenceTables.ValueAtRisk(series), EvidenceTables.Worst(series),
        ]
        : [EvidenceTables.Leaderboard(this)];

    /// <param name="evidence">The scores.</param>
    /// <param name="walkForward">The series; null where there are none.</param>
    /// <param name="withoutSeries">Why there are none.</param>
    /// <param name="chosenBecause">Why the recipe was chosen in place of the shipped one; null if it was not.</param>
    public static EvidenceModel Of(EvidenceDocument evidence, WalkForwardDocument? walkForward, string? withoutSeries,
        string? chosenBecause = null) => new()
        {
            Symbol = evidence.Symbol,
            DataKind = evidence.DataKind,
            Evidence = evidence,
            WalkForward = walkForward,
            WithoutSeries = walkForward is null ? withoutSeries ?? "The API has no series of this walk-forward." : null,
            Subject = evidence.Models.First(model => model.Model == evidence.Model),
            ChosenBecause = chosenBecause,
        };

    /// <summary>Whether the recipe is the model with which the others are compared.</summary>
    public static bool IsBenchmark(EvidenceDocument evidence) => evidence.Model == evidence.Benchmark;

    /// <inheritdoc cref="Rival"/>
    public static EvidenceScoresDocument? RivalOf(EvidenceDocument evidence) => !IsBenchmark(evidence) ? null
        : evidence.Models.Where(model => model.Model != evidence.Model && model.Ratio is not null).MinBy(model => model.Ratio);

    /// <summary>A model's name in a sentence.</summary>
    public static string NameOf(string model) => model is "har" or "garch" or "gjr" or "ewma" ? model.ToUpperInvariant() : model;

    private string? Loss()
    {
        if ((IsBenchmark(Evidence) ? Rival : Subject) is not { Ratio: { } ratio } scores)
            return null;
        var whose = IsBenchmark(Evidence)
            ? $"The mean loss (QLIKE, smaller is better) of {NameOf(scores.Model)}, the best of the other models,"
            : "Its mean loss (QLIKE, smaller is better)";
        return $"{whose} is {NumberText.Percent(ratio)} of that of {NameOf(Evidence.Benchmark)}"
            + (scores is { RatioLower: { } lower, RatioUpper: { } upper }
                ? $"; the {NumberText.Percent(Evidence.Confidence, 0)} interval is {NumberText.Percent(lower)} to "
                    + $"{NumberText.Percent(upper)}."
                : ". There are too few origins for an interval.");
    }

    private string? ConfidenceSet()
    {
        if (Subject.ConfidenceSetP is not { } p)
            return null;
        var others = NumberText.Count(Evidence.Models.Count - 1, "other model");
        if (p >= SetLevel)
            return Evidence.Models.Count == 2 ? "The other model is not shown to be better."
                : $"None of the {others} is shown to be better: it is in the model confidence set.";
        var best = Evidence.Models.Where(model => model.Qlike is not null).MinBy(model => model.Qlike)!;
        return $"It is not in the model confidence set: {NameOf(best.Model)} is shown to be better.";
    }

    private string? Coverage() => Subject is { Coverage80: { } inner, Coverage95: { } outer }
        ? $"{NumberText.Percent(inner)} of the outcomes fell into the 80 % interval and {NumberText.Percent(outer)} into the 95 % "
            + "interval."
        : null;

    private string? Years()
    {
        if (WalkForward is not { } series || series.Benchmark == series.Model
            || series.Years.Count(year => year.Ratio is not null) < 2)
            return null;
        var known = series.Years.Where(year => year.Ratio is not null).ToArray();
        var (won, lost) = (known.Count(year => year.Ratio < 1), known.Count(year => year.Ratio > 1));
        var worst = known.MaxBy(year => year.Ratio)!;
        var all = NumberText.Count(known.Length, "year");
        return won == known.Length
            ? $"In each of {all} its loss was smaller than that of {NameOf(series.Benchmark)}; its weakest year was {worst.Group}."
            : lost == 0 ? $"In {won} of {all} its loss was smaller than that of {NameOf(series.Benchmark)}, and in none larger."
            : $"In {lost} of {all} the loss of {NameOf(series.Benchmark)} was smaller; the weakest year of {NameOf(series.Model)} was "
                + $"{worst.Group}, with a loss of {NumberText.Percent(worst.Ratio)} of that of {NameOf(series.Benchmark)}.";
    }

    private string? Light() => WalkForward?.TrafficLight is { } light
        ? $"In the newest {NumberText.Count(light.Sessions, "session")} the loss exceeded the value at risk at 99 % "
            + $"{NumberText.Count(light.Hits, "time")}; {NumberText.Of(light.ExpectedHits, "0.#")} were expected. The traffic light "
            + $"is {light.Zone}."
        : null;

    private string? Searched() => Evidence.SearchedTo is { } last && last >= Evidence.FirstOrigin
        ? $"The parameters were searched on sessions up to {NumberText.Day(last)}: scores up to then are not out of sample."
        : null;
}
