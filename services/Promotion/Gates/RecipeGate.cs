using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// The gates of what has to earn its place: a recipe that is new beside the champion's, both walked forward over the same
/// origins, and a first version, which has to be better than HAR. A walk-forward scores recipes, not versions: no forecast in
/// it was made by a fit that knew the outcome.
/// </summary>
public static class RecipeGate
{
    /// <summary>What the interval is made to cover.</summary>
    private const double Nominal = .8;

    /// <param name="candidate">The version with the new recipe.</param>
    /// <param name="pair">Its recipe, the first, paired with the champion's, or why the two cannot be compared.</param>
    /// <param name="limits">What to keep within.</param>
    public static PromotionVerdict Judge(Candidate candidate, ValueOrReason<PairedScores> pair, PromotionLimits limits) =>
        candidate.Verdict(PromotionGateKind.NewRecipe, pair.Value is not { N: > 0 } scores
            ? [Incomparable(pair.Reason, limits)]
            : [
                Origins(scores, limits),
                PromotionCheck.Of("qlike", scores.Ratio, null, 1,
                    $"Its QLIKE is {scores.Qlike:.0000} and the champion's {scores.OthersQlike:.0000} on the same origins, "
                    + $"{scores.Ratio:0.000} of it; it may not be higher."),
                Test(scores, limits),
                Coverage(scores, limits),
                PromotionCheck.NotApplicable("shadow_sessions",
                    "Shadow sessions are asked of a refit; this recipe is judged by its walk-forward."),
            ]);

    /// <param name="candidate">The first version.</param>
    /// <param name="pair">Its recipe, the first, paired with HAR, or why the two cannot be compared.</param>
    /// <param name="limits">What to keep within.</param>
    public static PromotionVerdict JudgeFirst(
        Candidate candidate, ValueOrReason<PairedScores> pair, PromotionLimits limits) =>
        candidate.Verdict(PromotionGateKind.FirstVersion, pair.Value is not { N: > 0 } scores
            ? [Incomparable(pair.Reason, limits)]
            : [
                Origins(scores, limits),
                PromotionCheck.Under("beats_har", scores.Ratio, 1,
                    $"Its QLIKE is {scores.Qlike:.0000} and HAR's {scores.OthersQlike:.0000} on the same origins, "
                    + $"{scores.Ratio:0.000} of it; it has to be lower."),
            ]);

    private static PromotionCheck Origins(PairedScores scores, PromotionLimits limits) =>
        PromotionCheck.Of("common_origins", scores.N, limits.Origins, null,
            $"They are compared on {scores.N:N0} origins, {scores.From:yyyy-MM-dd} to {scores.To:yyyy-MM-dd}; "
            + $"{limits.Origins} are asked for.");

    private static PromotionCheck Test(PairedScores scores, PromotionLimits limits) => scores switch
    {
        { PValueOfOther: not double.NaN } => PromotionCheck.Of(
            "diebold_mariano", scores.PValueOfOther, limits.Significance, null,
            $"Diebold and Mariano's one-sided test in the champion's favour has p = {scores.PValueOfOther:.000}; "
            + $"under {limits.Significance:.00} it rejects."),
        { Comparison: null } => PromotionCheck.Of("diebold_mariano", double.NaN, limits.Significance, null,
            $"{scores.N} origins are too few for the test of Diebold and Mariano."),
        _ => PromotionCheck.NotApplicable("diebold_mariano", "The two lose the same on every origin: there is nothing to test."),
    };

    private static PromotionCheck Coverage(PairedScores scores, PromotionLimits limits)
    {
        var (least, most) = (Nominal - limits.CoverageBandOn(scores.N), Nominal + limits.CoverageBandOn(scores.N));
        return PromotionCheck.Of("coverage_80", scores.Coverage80, least, most,
            double.IsNaN(scores.Coverage80)
                ? "No origin has an 80 % interval."
                : $"Its 80 % interval covered {scores.Coverage80:P1} of the outcomes and the champion's "
                    + $"{scores.OthersCoverage80:P1}; {least:P1} to {most:P1} are asked for.");
    }

    private static PromotionCheck Incomparable(string? whyNot, PromotionLimits limits) =>
        PromotionCheck.Of("common_origins", double.NaN, limits.Origins, null,
            whyNot ?? "The two walk-forwards have no origin with an outcome in common.");
}
