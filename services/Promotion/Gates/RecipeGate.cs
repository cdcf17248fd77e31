using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// The gates that score a recipe: a new recipe is compared with the champion's on the same origins, and a first version must be
/// significantly better than HAR, the benchmark. A recipe that is to replace a champion of HAR must be so too. HAR itself needs
/// no score to be the first version. A walk-forward scores recipes, not versions: no forecast in it was made by a fit that knew
/// the outcome, and no origin in the comparison is one that a search of the parameters read.
/// </summary>
public static class RecipeGate
{
    /// <summary>The nominal coverage of the interval.</summary>
    private const double Nominal = .8;

    /// <param name="candidate">The version with the new recipe.</param>
    /// <param name="pair">Its recipe, the first, paired with the champion's, or why the two cannot be compared.</param>
    /// <param name="limits">The limits.</param>
    public static PromotionVerdict Judge(Candidate candidate, ValueOrReason<PairedScores> pair, PromotionLimits limits) =>
        candidate.Verdict(PromotionGateKind.NewRecipe, pair.Value is not { N: > 0 } scores
            ? [Search(candidate, null), Incomparable(pair.Reason, limits)]
            : [
                Search(candidate, scores),
                Origins(scores, limits),
                Newest(scores),
                PromotionCheck.Of("qlike", scores.Ratio, null, 1,
                    $"Its QLIKE is {scores.Qlike:.0000} and the champion's {scores.OtherQlike:.0000} on the same origins, a "
                    + $"ratio of {scores.Ratio:0.000}{Interval(scores)}; the ratio must be at most 1."),
                Test(scores, limits),
                Coverage(scores, limits),
                PromotionCheck.NotApplicable("shadow_sessions",
                    "Only a refit needs shadow sessions; a new recipe is judged by its walk-forward."),
            ]);

    /// <summary>Judges a first version of another recipe than HAR, or a recipe that is to replace HAR.</summary>
    /// <param name="candidate">The version.</param>
    /// <param name="pair">Its recipe, the first, paired with HAR, or why the two cannot be compared.</param>
    /// <param name="limits">The limits.</param>
    public static PromotionVerdict JudgeAgainstBenchmark(
        Candidate candidate, ValueOrReason<PairedScores> pair, PromotionLimits limits) =>
        candidate.Verdict(
            candidate.Champion is null ? PromotionGateKind.FirstVersion : PromotionGateKind.NewRecipe,
            pair.Value is not { N: > 0 } scores
                ? [Search(candidate, null), Incomparable(pair.Reason, limits)]
                : [
                    Search(candidate, scores),
                    .. AgainstBenchmark(scores, limits, candidate.ChosenByTests),
                    .. candidate.Champion is null ? Array.Empty<PromotionCheck>() : [Newest(scores), Coverage(scores, limits)],
                ]);

    /// <summary>Judges a first version of universal slopes, or one that is to replace HAR, for a target with too few origins to be
    /// judged on them: the panel decides.</summary>
    /// <param name="candidate">The version.</param>
    /// <param name="ownOrigins">The number of origins of the target that both recipes forecast.</param>
    /// <param name="panel">The panel of the horizon; null if none was published.</param>
    /// <param name="limits">The limits.</param>
    public static PromotionVerdict JudgeOnPanel(
        Candidate candidate, int ownOrigins, OneYearPanel? panel, PromotionLimits limits) =>
        candidate.Verdict(
            candidate.Champion is null ? PromotionGateKind.FirstVersion : PromotionGateKind.NewRecipe,
            panel?.Checks(ownOrigins, limits) ??
            [
                PromotionCheck.Of("panel_tickers", 0, OneYearPanel.MinimumTickers, null,
                    "No panel was published for this horizon, and the target has too few origins of its own."),
            ]);

    /// <summary>Judges HAR as the first version. It needs no score: it is what every other recipe is compared with.</summary>
    public static PromotionVerdict JudgeBenchmark(Candidate candidate) => candidate.Verdict(PromotionGateKind.FirstVersion,
    [
        PromotionCheck.NotApplicable("beats_har",
            "The recipe is HAR, the benchmark that every other recipe must beat, so there is nothing to compare it with."),
    ]);

    /// <summary>The checks that a recipe is significantly better than HAR.</summary>
    /// <param name="scores">The recipe, the first, paired with HAR.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="tests">The number of recipes that are tested on the same origins to choose one: the level of each test is
    /// divided by it, so that the probability of a wrong choice does not grow with their number (Bonferroni; Dunn
    /// 1961).</param>
    internal static IReadOnlyList<PromotionCheck> AgainstBenchmark(PairedScores scores, PromotionLimits limits, int tests) =>
    [
        Origins(scores, limits),
        PromotionCheck.Under("beats_har", scores.Ratio, 1,
            $"Its QLIKE is {scores.Qlike:.0000} and HAR's {scores.OtherQlike:.0000} on the same origins, a ratio of "
            + $"{scores.Ratio:0.000}{Interval(scores)}; the ratio must be below 1."),
        TestAgainstHar(scores, limits, tests),
    ];

    /// <summary>Whether the days that a search read are known, so that they can be left out.</summary>
    private static PromotionCheck Search(Candidate candidate, PairedScores? scores) => candidate switch
    {
        { IsSearchUnknown: true } => new("searched_to", CheckStatus.Failed,
            "Its parameters are not the shipped ones, and it does not record up to which session they were searched, so no "
            + "origin is known to be out of sample. Train it again with --parameters and the file of the search."),
        { SearchedTo: { } last } => new("searched_to", CheckStatus.Passed,
            $"Its parameters were searched on sessions up to {last:yyyy-MM-dd}; only later origins are compared"
            + (scores?.After > last
                ? $", and because of the champion's search only those after {scores.After:yyyy-MM-dd}." : ".")),
        _ when scores?.After is { } others => new("searched_to", CheckStatus.Passed,
            $"The champion's parameters were searched on sessions up to {others:yyyy-MM-dd}; only later origins are compared."),
        _ => PromotionCheck.NotApplicable("searched_to", "No search chose its parameters."),
    };

    private static PromotionCheck Newest(PairedScores scores) => scores.NewestKnown is not { } newest
        ? PromotionCheck.NotApplicable("newest_origin", "There is no lake here whose newest outcome the comparison could miss.")
        : new("newest_origin", scores.To >= newest ? CheckStatus.Passed : CheckStatus.Failed,
            $"The common origins end on {scores.To:yyyy-MM-dd}, and the newest origin with inputs and a known outcome is "
            + $"{newest:yyyy-MM-dd}; they must not end earlier.");

    private static string Interval(PairedScores scores) => scores.Comparison?.Ratio.Interval.Value is { } interval
        ? $" (90 % interval {interval.Lower:0.000} to {interval.Upper:0.000})" : "";

    /// <summary>Says that a verdict rests on the test alone, where the origins are too few for a bootstrap.</summary>
    private static string RestsOnTest(PairedScores scores) => scores.Comparison?.Ratio.Interval.Reason is { } reason
        ? $" The verdict rests on this test, without a bootstrap interval: {reason}" : "";

    private static PromotionCheck Origins(PairedScores scores, PromotionLimits limits) =>
        PromotionCheck.Of("common_origins", scores.N, limits.MinimumOrigins, null,
            $"Both recipes have forecasts and outcomes on {Counted.Of(scores.N, "origin")}"
            + (scores.After is { } day ? $" after {day:yyyy-MM-dd}" : "")
            + $", {scores.From:yyyy-MM-dd} to {scores.To:yyyy-MM-dd}; at least {limits.MinimumOrigins} are needed.");

    private static PromotionCheck Test(PairedScores scores, PromotionLimits limits) => scores switch
    {
        { OneSidedPValue: not double.NaN } => PromotionCheck.Of(
            "diebold_mariano", scores.OneSidedPValue, limits.Significance, null,
            $"The one-sided Diebold–Mariano test in the champion's favour has p {PValue.Text(scores.OneSidedPValue)}; "
            + $"p must be at least {limits.Significance:.00}.{RestsOnTest(scores)}"),
        { Comparison: null } => PromotionCheck.Of("diebold_mariano", double.NaN, limits.Significance, null,
            TooFew(scores)),
        _ => PromotionCheck.NotApplicable(
            "diebold_mariano", "The difference of both recipes' losses does not vary, so there is nothing to test."),
    };

    private static string TooFew(PairedScores scores) =>
        $"The Diebold–Mariano test needs more than {Counted.Of(scores.N, "origin")}.";

    private static PromotionCheck TestAgainstHar(PairedScores scores, PromotionLimits limits, int tests)
    {
        var level = BenchmarkTest.Level(limits, scores.Horizon);
        var p = scores.PValueAgainstBenchmark;
        return PromotionCheck.Of("diebold_mariano", p, null, level / tests, scores switch
        {
            _ when !double.IsNaN(p) =>
                $"The one-sided Diebold–Mariano test in its favour against HAR has p {PValue.Text(p)}"
                + (scores.CosinePValue is null ? "" : ", with a long-run variance from six cosines")
                + (tests == 1 ? $"; p must be at most {level:.00}."
                    : $"; p must be at most {level / tests:.0000}, {level:.00} divided by the {tests} models that were tested "
                        + "when it was chosen.")
                + RestsOnTest(scores),
            { Comparison: null } => TooFew(scores),
            _ => "The difference of its losses to HAR's does not vary, so there is nothing to test.",
        });
    }

    private static PromotionCheck Coverage(PairedScores scores, PromotionLimits limits)
    {
        var (least, most) = (Nominal - limits.CoverageBandOn(scores.N), Nominal + limits.CoverageBandOn(scores.N));
        return PromotionCheck.Of("coverage_80", scores.Coverage80, least, most,
            double.IsNaN(scores.Coverage80)
                ? "No origin has an 80 % interval."
                : $"Its 80 % interval covered {scores.Coverage80:P1} of the outcomes and the champion's "
                    + $"{scores.OtherCoverage80:P1}; {least:P1} to {most:P1} is accepted.");
    }

    private static PromotionCheck Incomparable(string? reason, PromotionLimits limits) =>
        PromotionCheck.Of("common_origins", double.NaN, limits.MinimumOrigins, null,
            reason ?? "The two walk-forwards have no common origin with an outcome.");
}
