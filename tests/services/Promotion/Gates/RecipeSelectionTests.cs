using Volcast.Evaluation;
using Volcast.Services.Promotion.Gates;
using static Volcast.Services.Promotion.Tests.Gates.Scripts;

namespace Volcast.Services.Promotion.Tests.Gates;

/// <summary>Which recipe forecasts by default, from walk-forwards made by hand. The benchmark forecasts a constant that is too
/// high, so a better model has smaller losses on every origin.</summary>
public sealed class RecipeSelectionTests
{
    private static readonly PromotionLimits Limits = new();
    private const string Unable = "it needs 735 sessions with all of its inputs, and QQQ has 0.";

    private static RecipeSelection Select(WalkForwardResult result, string? unable = null, string? champion = null) =>
        RecipeSelection.Of(result, unable, champion, Limits);

    [Fact]
    public void The_shipped_recipe_is_chosen_if_it_passes()
    {
        var selected = Select(Walk(("volcast", 1), ("har", 2), ("log-har-range", .99)));
        Assert.Equal(new RecipeSelection("volcast", null, 1), selected);
    }

    [Fact]
    public void If_the_shipped_recipe_fails_the_best_model_that_passes_is_chosen_and_the_reason_says_why()
    {
        var selected = Select(Walk(
            ("volcast", 3), ("har", 2), ("log-har-range", 1.2), ("vix-calibrated", 1.1), ("xgboost-21", 4)));
        Assert.Equal(("vix-calibrated", 3), (selected.Recipe, selected.Tests));
        Assert.StartsWith("volcast did not pass its gate: Its QLIKE is ", selected.Because, StringComparison.Ordinal);
        Assert.Contains("3 other models can run: log-har-range, vix-calibrated, xgboost-21. Each was tested at the level .05 "
            + "divided by 3. vix-calibrated passed the gate with the smallest QLIKE: its QLIKE is 0.", selected.Because,
            StringComparison.Ordinal);
    }

    [Fact]
    public void If_the_shipped_recipe_cannot_run_the_reason_is_why()
    {
        var selected = Select(Walk(("har", 2), ("log-har-range", 1.2)), Unable);
        Assert.Equal(("log-har-range", 1), (selected.Recipe, selected.Tests));
        Assert.StartsWith($"volcast cannot run: {Unable} One other model can run: log-har-range. log-har-range passed the gate: ",
            selected.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Unable, "volcast cannot run: it needs 735 sessions")]
    [InlineData(null, "volcast did not pass its gate: ")]
    public void If_none_passes_the_benchmark_forecasts(string? unable, string because)
    {
        (string, double)[] shipped = unable is null ? [("volcast", 3)] : [];
        var selected = Select(Walk([("har", 2), ("log-har-range", 2.5), .. shipped]), unable);
        Assert.Equal(("har", 1), (selected.Recipe, selected.Tests));
        Assert.StartsWith(because, selected.Because, StringComparison.Ordinal);
        Assert.EndsWith("None of them passed the gate. The forecasts are those of har, the benchmark.", selected.Because,
            StringComparison.Ordinal);
        Assert.Equal("har", Select(Walk(("har", 2)), Unable).Recipe);
    }

    [Fact]
    public void The_champions_recipe_stays_as_long_as_it_passes()
    {
        var walk = Walk(("volcast", 3), ("har", 2), ("log-har-range", 1.2), ("vix-calibrated", 1.1));
        Assert.Equal("log-har-range", Select(walk, champion: "log-har-range").Recipe);
        Assert.Equal("vix-calibrated", Select(walk, champion: "har").Recipe);
        var worse = Walk(("volcast", 3), ("har", 2), ("log-har-range", 3), ("vix-calibrated", 1.1));
        Assert.Equal("vix-calibrated", Select(worse, champion: "log-har-range").Recipe);
    }

    [Fact]
    public void Fewer_origins_than_the_gate_asks_for_leave_the_benchmark() =>
        Assert.Equal("har", Select(Walk(503, ("volcast", 1), ("har", 2), ("log-har-range", 1))).Recipe);

    [Theory]
    [InlineData(503, "universal")]
    [InlineData(504, "har")]
    public void With_too_few_origins_the_panel_lets_universal_slopes_in_however_they_did_on_them(int origins, string recipe)
    {
        // Worse than the benchmark on these origins, whose number decides whether they count.
        var selected = Select(Walk(origins, ("har", 1), ("universal", 2)), Unable);
        Assert.Equal((recipe, 1), (selected.Recipe, selected.Tests));
        if (recipe == "universal")
        {
            Assert.StartsWith($"volcast cannot run: {Unable} universal takes its slopes from other tickers and only its level from "
                + "SPY, which has 503 scored origins, too few to judge it. On 42 tickers, fitted on one year,", selected.Because,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_level_of_each_test_is_divided_by_the_number_of_tests()
    {
        // p lies between .05/3 and .05.
        var scores = Scores(.4, .5, p: .97);
        Assert.DoesNotContain(RecipeGate.AgainstBenchmark(scores, Limits, tests: 1), check => check.Status == CheckStatus.Failed);
        var failed = Assert.Single(
            RecipeGate.AgainstBenchmark(scores, Limits, tests: 3), check => check.Status == CheckStatus.Failed);
        Assert.Equal(("diebold_mariano", .05 / 3), (failed.Name, failed.AtMost));
        Assert.Contains("p must be at most .0167, .05 divided by the 3 models that were tested when it was chosen",
            failed.Sentence, StringComparison.Ordinal);

        var verdict = RecipeGate.JudgeAgainstBenchmark(Sound(champion: null) with { ChosenByTests = 3 }, scores, Limits);
        Assert.Equal(["diebold_mariano"], Failed(verdict));
    }

    [Fact]
    public void The_benchmark_needs_no_score_to_be_the_first_version_but_its_files_must_be_sound()
    {
        var verdict = RecipeGate.JudgeBenchmark(Sound(champion: null));
        Assert.True(verdict.IsPassed);
        Assert.Equal(CheckStatus.NotApplicable, Check(verdict, "beats_har").Status);
        Assert.Equal(["artifact"], Failed(RecipeGate.JudgeBenchmark(Sound(champion: null) with { Damage = "It is damaged." })));
    }

    [Fact]
    public void A_recipe_that_is_to_replace_the_benchmark_must_be_significantly_better()
    {
        // No worse is enough against another recipe, and not against the benchmark.
        var equal = Scores(.4, .4);
        Assert.True(RecipeGate.Judge(Sound(), equal, Limits).IsPassed);
        var verdict = RecipeGate.JudgeAgainstBenchmark(Sound(), equal, Limits);
        Assert.Equal(PromotionGateKind.NewRecipe, verdict.Gate);
        Assert.Equal(["beats_har", "diebold_mariano"], Failed(verdict));
        Assert.True(RecipeGate.JudgeAgainstBenchmark(Sound(), Scores(.4, .5, p: .99), Limits).IsPassed);
        Assert.Equal(["newest_origin"], Failed(RecipeGate.JudgeAgainstBenchmark(
            Sound(), Scores(.4, .5, p: .99) with { NewestKnown = new(2023, 1, 2) }, Limits)));
    }

    private static WalkForwardResult Walk(params (string Name, double Times)[] models) => Walk(600, models);

    /// <summary>Each model forecasts the mean outcome times a factor, with a little noise, so that the losses vary.</summary>
    private static WalkForwardResult Walk(int origins, params (string Name, double Times)[] models)
    {
        var random = new Random(7);
        var realized = Enumerable.Range(0, origins).Select(_ => .04 * Math.Exp(.5 * random.NextDouble())).ToArray();
        return WalkForward(realized, [.. models.Select(model => (model.Name,
            realized.Select(_ => .05 * model.Times * Math.Exp(.1 * random.NextDouble())).ToArray(), .1, 9.0))]);
    }
}
