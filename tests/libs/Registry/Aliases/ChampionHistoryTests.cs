using Volcast.Registry.Aliases;

namespace Volcast.Registry.Tests.Aliases;

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
    public void Each_instant_has_the_champion_of_that_time()
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
    public void An_alias_moved_by_another_tool_counts_from_when_it_is_noticed()
    {
        var history = Of(Version(2, "", RegistryTags.Champion), Version(1, "2026-01-05T12:00:00.000Z/.."));
        var noticed = Noon.AddDays(30);
        Assert.Equal([new(1, Noon, noticed), new(2, noticed, null)], history.Tenures);
    }

    [Fact]
    public void Without_the_alias_there_is_no_champion()
    {
        var history = Of(Version(1, "2026-01-05T12:00:00.000Z/.."));
        Assert.Null(history.Current);
        Assert.Equal(1, history.ServingVersionAt(Noon.AddDays(29)));
        Assert.Null(history.ServingVersionAt(Noon.AddDays(31)));
    }

    [Fact]
    public void A_model_without_tags_and_aliases_never_had_a_champion()
    {
        var history = Of(Version(1, ""));
        Assert.Empty(history.Tenures);
        Assert.Null(history.Previous([Version(1, "")]));
    }

    [Fact]
    public void The_previous_champion_exists_was_not_rolled_back_and_is_not_the_present_one()
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
    public void The_error_for_an_invalid_tag_names_it(string text)
    {
        var error = Assert.Throws<RegistryException>(() => Of(Version(1, text, RegistryTags.Champion)));
        Assert.Equal(RegistryProblem.Corrupt, error.Problem);
        Assert.Contains("volcast-SPY-5d/1", error.Message, StringComparison.Ordinal);
        Assert.Contains(RegistryTags.ChampionTenures, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_an_unreadable_pending_move_names_it()
    {
        var version = Version(1, "", RegistryTags.Champion) with
        {
            Tags = new Dictionary<string, string> { [RegistryTags.PendingMove] = "{" },
        };
        var error = Assert.Throws<RegistryException>(() => Of(version));
        Assert.Contains(RegistryTags.PendingMove, error.Message, StringComparison.Ordinal);
    }
}
