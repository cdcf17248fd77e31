using Volcast.Registry.Aliases;

namespace Volcast.Registry.Tests.Standing;

public sealed class ChampionHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static ModelVersion Version(int number, string tenures, params string[] aliases) => new()
    {
        Model = "volcast-SPY-5d",
        Number = number,
        CreatedAt = Noon,
        RunId = "",
        Source = "",
        Tags = tenures.Length == 0
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { [RegistryTags.ChampionTenures] = tenures },
        Aliases = aliases,
    };

    private static ChampionHistory Of(params ModelVersion[] versions) =>
        ChampionHistory.Of("volcast-SPY-5d", versions, Noon.AddDays(30));

    [Fact]
    public void Each_instant_has_the_version_that_was_in_charge_then()
    {
        var history = Of(
            Version(2, "2026-01-10T00:00:00.000Z/2026-01-20T00:00:00.000Z"),
            Version(1, "2026-01-05T12:00:00.000Z/2026-01-10T00:00:00.000Z 2026-01-20T00:00:00.000Z/..", RegistryTags.Champion));

        Assert.Null(history.ServingVersionAt(Noon.AddMilliseconds(-1)));
        Assert.Equal(1, history.ServingVersionAt(Noon));
        Assert.Equal(1, history.ServingVersionAt(new(2026, 1, 9, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal(2, history.ServingVersionAt(new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(1, history.ServingVersionAt(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new(1, new(2026, 1, 20, 0, 0, 0, TimeSpan.Zero), null), history.Current);
    }

    [Fact]
    public void An_alias_that_somebody_moved_counts_from_when_it_is_noticed()
    {
        var history = Of(Version(2, "", RegistryTags.Champion), Version(1, "2026-01-05T12:00:00.000Z/.."));
        var noticed = Noon.AddDays(30);
        Assert.Equal([new(1, Noon, noticed), new(2, noticed, null)], history.Tenures);
    }

    [Fact]
    public void Without_the_alias_nobody_is_in_charge_any_more()
    {
        var history = Of(Version(1, "2026-01-05T12:00:00.000Z/.."));
        Assert.Null(history.Current);
        Assert.Equal(1, history.ServingVersionAt(Noon.AddDays(29)));
        Assert.Null(history.ServingVersionAt(Noon.AddDays(31)));
    }

    [Fact]
    public void Nobody_was_ever_in_charge_of_a_model_without_tags_and_aliases()
    {
        var history = Of(Version(1, ""));
        Assert.Empty(history.Tenures);
        Assert.Null(history.Previous([Version(1, "")]));
    }

    [Fact]
    public void The_one_before_is_neither_gone_nor_rolled_back_nor_the_present_one()
    {
        var versions = new[]
        {
            Version(4, "2026-01-20T00:00:00.000Z/..", RegistryTags.Champion),
            Version(3, "2026-01-15T00:00:00.000Z/2026-01-20T00:00:00.000Z") with
            {
                Tags = new Dictionary<string, string>
                {
                    [RegistryTags.ChampionTenures] = "2026-01-15T00:00:00.000Z/2026-01-20T00:00:00.000Z",
                    [RegistryTags.RolledBack] = "2026-01-20 worse",
                },
            },
            Version(1, "2026-01-05T12:00:00.000Z/2026-01-10T00:00:00.000Z"),
        };
        Assert.Equal(1, Of(versions).Previous(versions)?.Number);
    }

    [Theory]
    [InlineData("yesterday/..")]
    [InlineData("2026-01-05T12:00:00.000Z")]
    [InlineData("2026-01-05T12:00:00.000Z/tomorrow")]
    public void A_tag_of_somebody_elses_is_named(string text)
    {
        var error = Assert.Throws<RegistryException>(() => Of(Version(1, text, RegistryTags.Champion)));
        Assert.Equal(RegistryProblem.Corrupt, error.Problem);
        Assert.Contains("volcast-SPY-5d/1", error.Message, StringComparison.Ordinal);
        Assert.Contains(RegistryTags.ChampionTenures, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pending_move_that_cannot_be_read_is_named()
    {
        var version = Version(1, "", RegistryTags.Champion) with
        {
            Tags = new Dictionary<string, string> { [RegistryTags.PendingMove] = "{" },
        };
        var error = Assert.Throws<RegistryException>(() => Of(version));
        Assert.Contains(RegistryTags.PendingMove, error.Message, StringComparison.Ordinal);
    }
}
