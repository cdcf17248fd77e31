using System.Text;
using Volcast.Services.Promotion.Gates;
using static Volcast.Services.Promotion.Tests.Gates.Scripts;

namespace Volcast.Services.Promotion.Tests.Gates;

/// <summary>The gate of a target with too few origins, which other tickers judge.</summary>
public sealed class OneYearPanelTests
{
    private static readonly OneYearPanel Good = new(5, 42, 42, .7, .9, "NVDA", 0, .79, .81);

    private static string[] FailedOn(OneYearPanel? panel) => Failed(RecipeGate.JudgeOnPanel(Sound(champion: null), 37, panel, new()));

    [Fact]
    public void The_published_panels_of_every_horizon_pass_and_are_those_of_the_docs()
    {
        Assert.Equal([1, 5, 10, 22], OneYearPanel.All.Select(panel => panel.Horizon));
        foreach (var panel in OneYearPanel.All)
        {
            Assert.Empty(FailedOn(panel));
            Assert.Equal(42, panel.Tickers);
            Assert.InRange(panel.MedianRatio, .3, 1);
        }
    }

    [Fact]
    public void Each_check_of_the_panel_fails_for_its_own_reason()
    {
        Assert.Equal(["panel_tickers"], FailedOn(Good with { Tickers = 29, Better = 29 }));
        Assert.Equal(["panel_beats_har"], FailedOn(Good with { MedianRatio = 1 }));
        Assert.Equal(["panel_better_on"], FailedOn(Good with { Better = 37 }));
        Assert.Equal(["panel_worse_on"], FailedOn(Good with { SignificantlyWorse = 1 }));
        Assert.Equal(["coverage_80"], FailedOn(Good with { SmallestCoverage = .74 }));
        Assert.Equal(["coverage_80"], FailedOn(Good with { LargestCoverage = .86 }));
        Assert.Empty(FailedOn(Good with { Better = 38, SmallestCoverage = .75, LargestCoverage = .85 }));
    }

    [Fact]
    public void Without_a_panel_of_the_horizon_nothing_is_let_in() => Assert.Equal(["panel_tickers"], FailedOn(null));

    [Fact]
    public void Damaged_files_are_refused_although_the_panel_passes()
    {
        var verdict = RecipeGate.JudgeOnPanel(Sound() with { Damage = "It is damaged." }, 37, Good, new());
        Assert.Equal(["artifact"], Failed(verdict));
        Assert.Equal(PromotionGateKind.NewRecipe, verdict.Gate);
        Assert.Contains("The target has 37 origins of its own, and 504 are needed", Check(verdict, "common_origins").Sentence,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_panel_is_read_by_its_fields()
    {
        const string Json = """
            { "horizon": 10, "tables": {
              "baselines_all": [
                { "against": "ewma", "tickers": 3, "better": 3, "ratio_median": 0.1, "ratio_worst": 0.2, "worst_ticker": "A", "significantly_worse": 0 },
                { "against": "har", "tickers": 40, "better": 39, "ratio_median": 0.8, "ratio_worst": 1.1, "worst_ticker": "B", "significantly_worse": 1 } ],
              "coverage": [
                { "span": "to-2018", "coverage_smallest": 0.1, "coverage_largest": 0.2 },
                { "span": "all", "coverage_smallest": 0.77, "coverage_largest": 0.82 } ] } }
            """;
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Json));
        Assert.Equal(new OneYearPanel(10, 40, 39, .8, 1.1, "B", 1, .77, .82), OneYearPanel.Parse(content));
    }
}
