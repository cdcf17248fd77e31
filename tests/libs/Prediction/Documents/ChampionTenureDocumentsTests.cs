using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Prediction.Tests.Documents;

public sealed class ChampionTenureDocumentsTests
{
    private static ModelVersion Version(int number, string tenures, string by, params string[] aliases) => new()
    {
        Model = "volcast-SPY-5d",
        Number = number,
        CreatedAt = default,
        RunId = "",
        Source = "",
        Aliases = aliases,
        Tags = new Dictionary<string, string>
        {
            [RegistryTags.ChampionTenures] = tenures,
            [RegistryTags.PromotedBy] = by,
            [RegistryTags.ChampionReason] = $"promoted by {by}",
        },
    };

    [Fact]
    public void A_tenure_whose_move_is_recorded_has_the_actor_and_the_reason_of_its_own()
    {
        var version = Version(1, "2026-01-05T12:00:00.000Z/2026-02-05T12:00:00.000Z 2026-03-05T12:00:00.000Z/..", "ana",
            RegistryTags.Champion);
        version = version with
        {
            Tags = new Dictionary<string, string>(version.Tags)
            {
                ["volcast.champion_move.20260105T120000000Z"] =
                    """{"from":null,"at":"2026-01-05T12:00:00+00:00","kind":"forced","reason":"a try","by":"ben"}""",
                ["volcast.champion_move.20260305T120000000Z"] =
                    """{"from":2,"at":"2026-03-05T12:00:00+00:00","kind":"rolled_back","reason":"too high"}""",
            },
        };
        var tenures = VersionDocuments.Tenures(
            ChampionHistory.Of("volcast-SPY-5d", [version], new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)), [version]);
        Assert.Equal(
            [
                ("ben", "2026-01-05 promoted as the first by force: a try (by ben)"),
                (null, "2026-03-05 champion again after a rollback from version 2: too high"),
            ],
            tenures.Select(one => (one.PromotedBy, one.ChampionReason)));
    }

    [Fact]
    public void A_tag_describes_the_newest_tenure_of_its_version_only()
    {
        ModelVersion[] versions =
        [
            Version(2, "2026-02-05T12:00:00.000Z/2026-03-05T12:00:00.000Z", "policy"),
            Version(1, "2026-01-05T12:00:00.000Z/2026-02-05T12:00:00.000Z 2026-03-05T12:00:00.000Z/..", "ana",
                RegistryTags.Champion),
        ];
        var tenures = VersionDocuments.Tenures(
            ChampionHistory.Of("volcast-SPY-5d", versions, new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)), versions);
        Assert.Equal([(1, null, null), (2, "policy", "promoted by policy"), (1, "ana", "promoted by ana")],
            tenures.Select(one => (one.ModelVersion, one.PromotedBy, one.ChampionReason)));
        Assert.Equal((new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero), null), (tenures[2].From, tenures[2].To));
    }
}
