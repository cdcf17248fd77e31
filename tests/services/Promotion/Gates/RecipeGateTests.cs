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
        RecipeGate.JudgeFirst(Sound(champion: null), pair, Limits);

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
        Assert.True(verdict.IsPassed);
        Assert.Equal(.8 - .05 * 1.41421356, Check(verdict, "coverage_80").AtLeast!.Value, 1e-8);
        Assert.Equal(["coverage_80"], Failed(Judge(Scores(.39, .40, coverage: .72, n: 252))));
    }

    [Fact]
    public void Too_few_origins_or_none_fail_the_gate()
    {
        Assert.Contains("common_origins", Failed(Judge(Scores(.39, .40, n: 199))));
        Assert.Equal(["common_origins"], Failed(Judge(new Reason("The recipe is none of this build's."))));
        Assert.Contains(
            "none of this build's", Judge(new Reason("The recipe is none of this build's.")).Summary, StringComparison.Ordinal);
        Assert.Equal(["common_origins"], Failed(Judge(Scores(double.NaN, double.NaN, n: 0))));
    }

    [Theory]
    [InlineData(.4, .5, true)]
    [InlineData(.5, .5, false)] // as good as HAR does not beat it
    [InlineData(.6, .5, false)]
    public void A_first_version_has_to_beat_har(double qlike, double har, bool passes)
    {
        var verdict = JudgeFirst(Scores(qlike, har));
        Assert.Equal(PromotionGateKind.FirstVersion, verdict.Gate);
        Assert.Equal(passes ? [] : ["beats_har"], Failed(verdict));
        Assert.Equal(1, Check(verdict, "beats_har").Below);
        Assert.StartsWith(passes ? "passed as first version" : "refused as first version", verdict.Summary,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_version_without_evidence_is_refused()
    {
        Assert.Equal(["common_origins"], Failed(JudgeFirst(new Reason("It was registered without evidence."))));
        Assert.Contains("registered without evidence", JudgeFirst(new Reason("It was registered without evidence.")).ToText(),
            StringComparison.Ordinal);
    }

    private static double[] Realized() => [.. Enumerable.Range(0, 300).Select(day => .04 * Math.Exp(.5 * Math.Sin(day)))];

    private static double[] Level(double variance) => [.. Enumerable.Repeat(variance, 300)];
}
