using Volcast.Market;
using Volcast.Services.Promotion.Gates;
using static Volcast.Services.Promotion.Tests.Gates.Scripts;

namespace Volcast.Services.Promotion.Tests.Gates;

public sealed class RecipeGateTests
{
    private static readonly PromotionLimits Limits = new();

    private static PromotionVerdict Judge(ValueOrReason<PairedScores> pair) =>
        RecipeGate.Judge(Sound(), pair, Limits);

    private static PromotionVerdict JudgeFirst(ValueOrReason<PairedScores> pair) =>
        RecipeGate.JudgeAgainstBenchmark(Sound(champion: null), pair, Limits);

    [Theory]
    [InlineData(.40, .40, true)] // no higher is enough
    [InlineData(.39, .40, true)]
    [InlineData(.4001, .40, false)]
    public void A_new_recipe_must_not_have_a_larger_loss(double qlike, double champions, bool passes)
    {
        var verdict = Judge(Scores(qlike, champions));
        Assert.Equal(PromotionGateKind.NewRecipe, verdict.Gate);
        Assert.Equal(passes ? [] : ["qlike"], Failed(verdict));
        Assert.Equal(qlike / champions, Check(verdict, "qlike").Number);
        Assert.Equal(CheckStatus.NotApplicable, Check(verdict, "shadow_sessions").Status);
    }

    [Theory]
    [InlineData(.0501, true)]
    [InlineData(.05, true)]
    [InlineData(.0499, false)]
    public void The_test_must_not_reject_in_the_champions_favour(double p, bool passes)
    {
        var scores = PairedScores.Of(
            WalkForward(Realized(), ("new", Level(.04), .1, 9)), "new",
            WalkForward(Realized(), ("old", Level(.05), .1, 9)), "old");
        var verdict = Judge(scores with { Qlike = .4, OtherQlike = .4, OneSidedPValue = p, Coverage80 = .8 });
        Assert.Equal(passes ? [] : ["diebold_mariano"], Failed(verdict));
    }

    [Theory]
    [InlineData(.7499, false)]
    [InlineData(.7501, true)]
    [InlineData(.8499, true)]
    [InlineData(.8501, false)]
    [InlineData(double.NaN, false)]
    public void Coverage_must_be_in_its_band(double coverage, bool passes)
    {
        var verdict = Judge(Scores(.39, .40, coverage: coverage));
        Assert.Equal(passes ? [] : ["coverage_80"], Failed(verdict));
        Assert.Equal(.75, Check(verdict, "coverage_80").AtLeast!.Value, 1e-12);
        Assert.Equal(.85, Check(verdict, "coverage_80").AtMost!.Value, 1e-12);
    }

    [Fact]
    public void On_a_year_of_origins_the_band_is_wider_by_the_root_of_two()
    {
        var verdict = Judge(Scores(.39, .40, coverage: .74, n: 252));
        Assert.Equal(["common_origins"], Failed(verdict));
        Assert.Equal(.8 - .05 * 1.41421356, Check(verdict, "coverage_80").AtLeast!.Value, 1e-8);
        Assert.Equal(["common_origins", "coverage_80"], Failed(Judge(Scores(.39, .40, coverage: .72, n: 252))));
    }

    [Fact]
    public void Too_few_origins_or_none_fail_the_gate()
    {
        Assert.Equal(["common_origins"], Failed(Judge(Scores(.39, .40, n: 503))));
        Assert.Empty(Failed(Judge(Scores(.39, .40, n: 504))));
        Assert.Equal(["common_origins"], Failed(JudgeFirst(Scores(.39, .40, p: .999, n: 503))));
        Assert.Equal(["common_origins"], Failed(Judge(new Reason("The recipe is none of this build's."))));
        Assert.Contains(
            "none of this build's", Judge(new Reason("The recipe is none of this build's.")).Summary, StringComparison.Ordinal);
        Assert.Equal(["common_origins"], Failed(Judge(Scores(double.NaN, double.NaN, n: 0))));
    }

    [Theory]
    [InlineData(.4, .5, .96, true)]
    [InlineData(.4, .5, .94, false, "diebold_mariano")] // a smaller mean that may be luck
    [InlineData(.4, .5, double.NaN, false, "diebold_mariano")]
    [InlineData(.5, .5, .5, false, "beats_har", "diebold_mariano")] // as good as HAR does not beat it
    [InlineData(.6, .5, .02, false, "beats_har", "diebold_mariano")]
    public void A_first_version_has_to_be_significantly_better_than_har(
        double qlike, double har, double pOfHar, bool passes, params string[] failed)
    {
        var verdict = JudgeFirst(Scores(qlike, har, pOfHar));
        Assert.Equal(PromotionGateKind.FirstVersion, verdict.Gate);
        Assert.Equal(failed, Failed(verdict));
        Assert.Equal(1, Check(verdict, "beats_har").Below);
        Assert.Equal(.05, Check(verdict, "diebold_mariano").AtMost);
        Assert.StartsWith(passes ? "passed as first version" : "refused as first version", verdict.Summary,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, .05, null)]
    [InlineData(10, .01, null)]
    [InlineData(22, .01, "with a long-run variance from six cosines")]
    public void From_ten_sessions_on_the_level_is_smaller_and_over_22_the_variance_comes_from_cosines(
        int horizon, double level, string? variance)
    {
        var random = new Random(1);
        double[] better = [.. Realized().Select(rv => rv * Math.Exp(.1 * random.NextDouble()))];
        var scores = PairedScores.Of(
            WalkForward(Realized(), ("new", better, .1, 9)) with { Horizon = horizon }, "new",
            WalkForward(Realized(), ("har", Level(.05), .1, 9)) with { Horizon = horizon }, "har");
        var verdict = JudgeFirst(scores);
        Assert.True(verdict.IsPassed, verdict.ToText());
        var test = Check(verdict, "diebold_mariano");
        Assert.Equal(level, test.AtMost);
        Assert.Equal(variance is not null, scores.CosinePValue is not null);
        Assert.Equal(scores.CosinePValue ?? scores.OneSidedPValueOfFirst, test.Number!.Value);
        Assert.Contains(variance ?? "p must be at most", test.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_version_without_evidence_is_refused()
    {
        Assert.Equal(["common_origins"], Failed(JudgeFirst(new Reason("It was registered without evidence."))));
        Assert.Contains("registered without evidence", JudgeFirst(new Reason("It was registered without evidence.")).ToText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_common_origins_must_end_at_the_newest_known_outcome()
    {
        var late = Judge(Scores(.39, .40) with { NewestKnown = new(2023, 1, 2) });
        Assert.Equal(["newest_origin"], Failed(late));
        Assert.Contains("end on 2023-01-01, and the newest origin with inputs and a known outcome is 2023-01-02",
            Check(late, "newest_origin").Sentence, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.NotApplicable,
            Check(Judge(Scores(.39, .40) with { NewestKnown = null }), "newest_origin").Status);
    }

    [Fact]
    public void The_last_session_of_a_search_stands_in_the_verdict()
    {
        var searched = Sound() with { SearchedTo = new(2019, 6, 28) };
        var verdict = RecipeGate.Judge(searched, Scores(.39, .40) with { After = new(2019, 6, 28) }, Limits);
        Assert.True(verdict.IsPassed);
        Assert.Equal("Its parameters were searched on sessions up to 2019-06-28; only later origins are compared.",
            Check(verdict, "searched_to").Sentence);
        Assert.Contains("1,000 origins after 2019-06-28", Check(verdict, "common_origins").Sentence, StringComparison.Ordinal);
        Assert.Contains("\"searched_to\": \"2019-06-28\"", verdict.ToJson(), StringComparison.Ordinal);

        var both = RecipeGate.Judge(searched, Scores(.39, .40) with { After = new(2019, 12, 31) }, Limits);
        Assert.Contains("because of the champion's search only those after 2019-12-31",
            Check(both, "searched_to").Sentence, StringComparison.Ordinal);
        var champions = Judge(Scores(.39, .40) with { After = new(2019, 12, 31) });
        Assert.Contains("The champion's parameters were searched", Check(champions, "searched_to").Sentence,
            StringComparison.Ordinal);
        Assert.Equal(CheckStatus.NotApplicable, Check(Judge(Scores(.39, .40)), "searched_to").Status);
    }

    [Fact]
    public void Parameters_of_an_unknown_search_are_refused()
    {
        var unknown = Sound() with { IsSearchUnknown = true };
        Assert.Equal(["searched_to"], Failed(RecipeGate.Judge(unknown, Scores(.39, .40), Limits)));
        Assert.Equal(["searched_to"], Failed(RecipeGate.JudgeAgainstBenchmark(unknown, Scores(.39, .40, p: .999), Limits)));
    }

    [Fact]
    public void Where_a_bootstrap_is_impossible_the_verdict_rests_on_the_test_and_says_so()
    {
        var scores = PairedScores.Of(
            WalkForward(Realized(), ("new", Level(.04), .1, 9)) with { Horizon = 22 }, "new",
            WalkForward(Realized(), ("old", Level(.05), .1, 9)) with { Horizon = 22 }, "old");
        var rests = "The verdict rests on this test, without a bootstrap interval: 600 origins are fewer than 10 blocks of 88";
        Assert.Contains(rests, Check(Judge(scores), "diebold_mariano").Sentence, StringComparison.Ordinal);
        Assert.Contains(rests, Check(JudgeFirst(scores), "diebold_mariano").Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("interval", Check(Judge(scores), "qlike").Sentence, StringComparison.Ordinal);

        var week = PairedScores.Of(
            WalkForward(Realized(), ("new", Level(.04), .1, 9)), "new",
            WalkForward(Realized(), ("old", Level(.05), .1, 9)), "old");
        Assert.DoesNotContain("rests on", Check(Judge(week), "diebold_mariano").Sentence, StringComparison.Ordinal);
        Assert.Contains("90 % interval", Check(Judge(week), "qlike").Sentence, StringComparison.Ordinal);
    }

    private static double[] Realized() => [.. Enumerable.Range(0, 600).Select(day => .04 * Math.Exp(.5 * Math.Sin(day)))];

    private static double[] Level(double variance) => [.. Enumerable.Repeat(variance, 600)];
}
