using System.Text.Json;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Promotion.Gates;
using static Volcast.Services.Promotion.Tests.Gates.Scripts;

namespace Volcast.Services.Promotion.Tests.Gates;

public sealed class RefitGateTests
{
    private static readonly PromotionLimits Limits = new()
    {
        MinimumTrainingRowsShare = .95,
        MaximumMeanChange = .10,
        MaximumChange = .35,
        MinimumShadowSessions = 5,
    };

    private static readonly RefitFigures Good = new()
    {
        TrainingRows = 950,
        ChampionTrainingRows = 1000,
        TrainingTo = new(2026, 3, 2),
        ChampionTrainingTo = new(2026, 3, 2),
        Change = new ForecastChange(252, .10, .35, .01),
        ShadowSessions = 5,
    };

    [Fact]
    public void A_candidate_exactly_at_every_limit_passes()
    {
        var verdict = RefitGate.Judge(Sound(), Good, Limits);
        Assert.True(verdict.IsPassed);
        Assert.Equal(PromotionGateKind.Refit, verdict.Gate);
        Assert.Equal(
            [
                "artifact", "input_digests", "data_kind", "training_rows", "training_cut", "mean_change", "largest_change",
                "shadow_sessions",
            ], verdict.Checks.Select(check => check.Name));
        Assert.All(verdict.Checks, check => Assert.Equal(CheckStatus.Passed, check.Status));
        Assert.Equal("passed as refit of version 1's recipe: 8 checks passed", verdict.Summary);
    }

    [Fact]
    public void Each_missed_limit_is_a_separate_reason()
    {
        var bad = new RefitFigures
        {
            TrainingRows = 949,
            ChampionTrainingRows = 1000,
            TrainingTo = new(2026, 3, 1),
            ChampionTrainingTo = new(2026, 3, 2),
            Change = new ForecastChange(252, .1001, .3501, .01),
            ShadowSessions = 4,
        };
        var verdict = RefitGate.Judge(Sound(), bad, Limits);
        Assert.Equal(
            ["training_rows", "training_cut", "mean_change", "largest_change", "shadow_sessions"], Failed(verdict));
        Assert.Equal(.949, Check(verdict, "training_rows").Number);
        Assert.Equal(-1, Check(verdict, "training_cut").Number);
        Assert.Equal((4d, 5d), (Check(verdict, "shadow_sessions").Number, Check(verdict, "shadow_sessions").AtLeast));
        Assert.All(verdict.Failed, check => Assert.Contains(check.Sentence, verdict.Summary, StringComparison.Ordinal));
        Assert.True(verdict.MayBeForced);
    }

    [Fact]
    public void A_change_that_could_not_be_measured_fails_with_the_reason()
    {
        var verdict = RefitGate.Judge(Sound(), Good with { Change = new Reason("There is no lake here.") }, Limits);
        Assert.Equal(["mean_change", "largest_change"], Failed(verdict));
        Assert.Null(Check(verdict, "mean_change").Number);
        Assert.Contains("There is no lake here.", verdict.Summary, StringComparison.Ordinal);
        var none = RefitGate.Judge(Sound(), Good with { Change = ForecastChange.Of([], []) }, Limits);
        Assert.Contains("no session that version 2 and the champion both forecast", none.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_cannot_forecast_cannot_be_forced()
    {
        var tampered = RefitGate.Judge(Sound() with { Damage = "model.json was changed." }, Good, Limits);
        Assert.Equal(["artifact"], Failed(tampered));
        Assert.False(tampered.MayBeForced);
        var foreign = RefitGate.Judge(Sound() with { DataKind = DataKind.Simulated }, Good, Limits);
        Assert.Equal(["data_kind"], Failed(foreign));
        Assert.False(foreign.MayBeForced);
        Assert.Contains("(SIMULATED)", foreign.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_whose_digest_is_not_known_is_named()
    {
        var verdict = RefitGate.Judge(Sound() with { InputsWithoutDigest = ["features.L1", "features.L2"] }, Good, Limits);
        Assert.Equal(2, Check(verdict, "input_digests").Number);
        Assert.Contains("features.L1 and features.L2", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_lake_and_a_champion_the_market_check_does_not_apply()
    {
        var verdict = RefitGate.Judge(Sound() with { ExpectedDataKind = null }, Good, Limits);
        Assert.Equal(CheckStatus.NotApplicable, Check(verdict, "data_kind").Status);
        Assert.True(verdict.IsPassed);
    }

    [Fact]
    public void The_json_form_holds_every_check_with_number_and_limit()
    {
        using var json = JsonDocument.Parse(RefitGate.Judge(Sound(), Good with { ShadowSessions = 4 }, Limits).ToJson());
        var root = json.RootElement;
        Assert.Equal("refit", root.GetProperty("gate").GetString());
        Assert.False(root.GetProperty("is_passed").GetBoolean());
        Assert.Equal((2, 1), (root.GetProperty("version").GetInt32(), root.GetProperty("champion").GetInt32()));
        var shadow = root.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "shadow_sessions");
        Assert.Equal("failed", shadow.GetProperty("status").GetString());
        Assert.Equal(4, shadow.GetProperty("number").GetDouble());
        Assert.Equal(5, shadow.GetProperty("at_least").GetDouble());
        Assert.Equal(JsonValueKind.Null, shadow.GetProperty("at_most").ValueKind);
        Assert.Contains("4 sessions", shadow.GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }
}
