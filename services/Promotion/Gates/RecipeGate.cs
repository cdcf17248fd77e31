using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// The gates that score a recipe: a new recipe is compared with the champion's on the same origins, and a first version must be
/// better than HAR. A walk-forward scores recipes, not versions: no forecast in it was made by a fit that knew the outcome.
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
            ? [Incomparable(pair.Reason, limits)]
            : [
                Origins(scores, limits),
                PromotionCheck.Of("qlike", scores.Ratio, null, 1,
                    $"Its QLIKE is {scores.Qlike:.0000} and the champion's {scores.OtherQlike:.0000} on the same origins, a "
                    + $"ratio of {scores.Ratio:0.000}; the ratio must be at most 1."),
                Test(scores, limits),
                Coverage(scores, limits),
                PromotionCheck.NotApplicable("shadow_sessions",
                    "Only a refit needs shadow sessions; a new recipe is judged by its walk-forward."),
            ]);

    /// <param name="candidate">The first version.</param>
    /// <param name="pair">Its recipe, the first, paired with HAR, or why the two cannot be compared.</param>
    /// <param name="limits">The limits.</param>
    public static PromotionVerdict JudgeFirst(
        Candidate candidate, ValueOrReason<PairedScores> pair, PromotionLimits limits) =>
        candidate.Verdict(PromotionGateKind.FirstVersion, pair.Value is not { N: > 0 } scores
            ? [Incomparable(pair.Reason, limits)]
            : [
                Origins(scores, limits),
                PromotionCheck.Under("beats_har", scores.Ratio, 1,
                    $"Its QLIKE is {scores.Qlike:.0000} and HAR's {scores.OtherQlike:.0000} on the same origins, a ratio of "
                    + $"{scores.Ratio:0.000}; the ratio must be below 1."),
            ]);

    private static PromotionCheck Origins(PairedScores scores, PromotionLimits limits) =>
        PromotionCheck.Of("common_origins", scores.N, limits.MinimumOrigins, null,
            $"Both recipes have forecasts and outcomes on {scores.N:N0} origins, {scores.From:yyyy-MM-dd} to "
            + $"{scores.To:yyyy-MM-dd}; at least {limits.MinimumOrigins} are needed.");

    private static PromotionCheck Test(PairedScores scores, PromotionLimits limits) => scores switch
    {
        { OneSidedPValue: not double.NaN } => PromotionCheck.Of(
            "diebold_mariano", scores.OneSidedPValue, limits.Significance, null,
            $"The one-sided Diebold–Mariano test in the champion's favour has p = {scores.OneSidedPValue:.000}; "
            + $"p must be at least {limits.Significance:.00}."),
        { Comparison: null } => PromotionCheck.Of("diebold_mariano", double.NaN, limits.Significance, null,
            $"{scores.N} origins are too few for the Diebold–Mariano test."),
        _ => PromotionCheck.NotApplicable(
            "diebold_mariano", "The losses of both recipes are equal on every origin, so there is nothing to test."),
    };

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
