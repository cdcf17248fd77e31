using Volcast.Registry;

namespace Volcast.Prediction.Tests;

public sealed class VersionWarningsTests
{
    private static ModelVersion Version(string? verdict, string? because = null, params string[] aliases) => new()
    {
        Model = "volcast-SPY-22d",
        Number = 3,
        RunId = "",
        Source = "",
        CreatedAt = default,
        Aliases = aliases,
        Tags = new Dictionary<string, string?>
        {
            [RegistryTags.Verdict] = verdict,
            [RegistryTags.ChosenBecause] = because,
            [RegistryTags.Recipe] = "log-har-range",
        }.Where(tag => tag.Value is not null).ToDictionary(tag => tag.Key, tag => tag.Value!),
    };

    [Fact]
    public void A_version_that_passed_its_gate_has_no_warning()
    {
        var version = Version("2026-01-02 passed as first version: 7 checks passed", aliases: "champion");
        Assert.Empty(VersionWarnings.Of(version));
        Assert.Equal(GateStatus.Passed, VersionWarnings.StatusOf(version));
    }

    [Fact]
    public void A_refused_version_says_that_it_did_not_pass_and_why()
    {
        var version = Version("2026-01-02 refused as first version: The ratio must be below 1. p must be at most .05.", null,
            "challenger");
        Assert.Equal(["volcast-SPY-22d version 3 did not pass its gate. The ratio must be below 1. p must be at most .05."],
            VersionWarnings.Of(version));
        Assert.Equal(GateStatus.Refused, VersionWarnings.StatusOf(version));
        var forced = version with { Aliases = ["champion"] };
        Assert.Equal("volcast-SPY-22d version 3 did not pass its gate and was promoted by force. The ratio must be below 1. "
            + "p must be at most .05.", Assert.Single(VersionWarnings.Of(forced)));
        Assert.Equal(GateStatus.Forced, VersionWarnings.StatusOf(forced));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the text of another tool")]
    public void A_version_that_no_gate_has_judged_says_that(string? verdict)
    {
        Assert.Equal(["No gate has judged volcast-SPY-22d version 3 in this registry."], VersionWarnings.Of(Version(verdict)));
        Assert.Equal(GateStatus.NotJudged, VersionWarnings.StatusOf(Version(verdict)));
    }

    [Fact]
    public void A_recipe_in_place_of_the_shipped_one_says_why() => Assert.Equal(
        ["log-har-range forecasts in place of volcast, the shipped recipe. volcast cannot run: it has no VIX."],
        VersionWarnings.Of(Version("2026-01-02 passed as first version: 7 checks passed", "volcast cannot run: it has no VIX.")));
}
