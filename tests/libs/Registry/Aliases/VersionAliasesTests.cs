using Volcast.Registry.Aliases;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Aliases;

[Trait(Category.Name, Category.Integration)]
public sealed class VersionAliasesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    private string Root => folder["mlruns"];

    private LocalModelRegistry Registry => new(Root);

    private async Task PrepareAsync()
    {
        if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
        foreach (var recipe in new[] { "first", "second", "third" })
            await Registry.RegisterAsync(Of(recipe, RegistryTags.Challenger), token);
    }

    private async Task<ModelVersion> VersionAsync(int number) => (await Registry.FindVersionAsync(Model, number, token))!;

    private async Task<string?> StageAsync(int number) =>
        (await VersionAsync(number)).Tags.GetValueOrDefault(RegistryTags.Stage);

    private Task<ChampionMove> MoveAsync(int version, ChampionMoveKind kind, int day, string reason = "better", string? by = null) =>
        Registry.MoveChampionAsync(Model, version, kind, reason, by, Noon.AddDays(day), token);

    [Fact]
    public async Task A_promotion_moves_the_alias_and_updates_every_tag()
    {
        await PrepareAsync();
        await MoveAsync(1, ChampionMoveKind.Promoted, 0);
        var move = await MoveAsync(3, ChampionMoveKind.Forced, 1, "I say so");

        Assert.Equal(new(1, Noon.AddDays(1), ChampionMoveKind.Forced, "I say so"), move);
        var champion = await VersionAsync(3);
        Assert.Equal([RegistryTags.Champion], champion.Aliases);
        Assert.Equal("2026-01-06 promoted over version 1 by force: I say so", champion.Tags[RegistryTags.ChampionReason]);
        Assert.Equal("2026-01-06T12:00:00.000Z/..", champion.Tags[RegistryTags.ChampionTenures]);
        Assert.DoesNotContain(RegistryTags.PendingMove, champion.Tags.Keys);
        Assert.Equal(
            "2026-01-05T12:00:00.000Z/2026-01-06T12:00:00.000Z", (await VersionAsync(1)).Tags[RegistryTags.ChampionTenures]);
        Assert.Equal(("Archived", null, "Production"), (await StageAsync(1), await StageAsync(2), await StageAsync(3)));
        Assert.Null(await Registry.FindByAliasAsync(Model, RegistryTags.Challenger, token));
    }

    [Fact]
    public async Task A_rolled_back_version_keeps_its_rollback_tag_until_it_is_promoted_again()
    {
        await PrepareAsync();
        await MoveAsync(1, ChampionMoveKind.Promoted, 0);
        await MoveAsync(2, ChampionMoveKind.Promoted, 1);
        await MoveAsync(1, ChampionMoveKind.RolledBack, 2, "too high");

        Assert.Equal("2026-01-07 too high", (await VersionAsync(2)).Tags[RegistryTags.RolledBack]);
        Assert.Contains("rollback from version 2: too high", (await VersionAsync(1)).Tags[RegistryTags.ChampionReason],
            StringComparison.Ordinal);
        var history = await Registry.ReadChampionHistoryAsync(Model, Noon.AddDays(3), token);
        Assert.Equal([1, 2, 1], history.Tenures.Select(tenure => tenure.Version));
        Assert.Null(history.Previous(await Registry.ListVersionsAsync(Model, token)));
        // The moves do not concern the newest challenger.
        Assert.Equal(3, (await Registry.FindByAliasAsync(Model, RegistryTags.Challenger, token))?.Number);

        await MoveAsync(2, ChampionMoveKind.Forced, 4, "mended");
        Assert.DoesNotContain(RegistryTags.RolledBack, (await VersionAsync(2)).Tags.Keys);
    }

    [Fact]
    public async Task Each_tenure_of_a_version_keeps_who_began_it_how_and_why()
    {
        await PrepareAsync();
        await MoveAsync(1, ChampionMoveKind.Promoted, 0, "better", "ana");
        await MoveAsync(2, ChampionMoveKind.Forced, 1, "a try\nof mine");
        await MoveAsync(1, ChampionMoveKind.RolledBack, 2, "too high", "night\tshift");

        var versions = await Registry.ListVersionsAsync(Model, token);
        Assert.Equal(
            [
                "ana: 2026-01-05 promoted as the first: better (by ana)",
                ": 2026-01-06 promoted over version 1 by force: a try of mine",
                "night shift: 2026-01-07 champion again after a rollback from version 2: too high (by night shift)",
            ],
            ChampionHistory.Of(Model, versions, Noon.AddDays(3)).Tenures.Select(tenure =>
                ChampionMove.ThatBegan(tenure, versions.Single(version => version.Number == tenure.Version))!)
                .Select(move => $"{move.By}: {move.InWords()}"));
        var champion = await VersionAsync(1);
        Assert.Equal("night shift", champion.Tags[RegistryTags.PromotedBy]);
        Assert.DoesNotContain(RegistryTags.PromotedBy, (await VersionAsync(2)).Tags.Keys);

        // A record without a tenure comes from a move that another client undid.
        await Registry.SetVersionTagAsync(Model, 1, RegistryTags.MovePrefix + "20260109T120000000Z", "{}", token);
        var repair = await Registry.RepairAliasesAsync(Model, Noon.AddDays(4), token);
        Assert.EndsWith(".20260109T120000000Z was {}, is now removed", Assert.Single(repair.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_moves_at_the_same_instant_keep_their_order()
    {
        await PrepareAsync();
        foreach (var version in new[] { 1, 2, 3 })
            await MoveAsync(version, ChampionMoveKind.Promoted, 0);
        var history = await Registry.ReadChampionHistoryAsync(Model, Noon, token);
        Assert.Equal([1, 2, 3], history.Tenures.Select(tenure => tenure.Version));
        Assert.Equal(2, history.Previous(await Registry.ListVersionsAsync(Model, token))?.Number);
    }

    [Fact]
    public async Task Stages_are_repaired_from_the_aliases_and_reported_once()
    {
        await PrepareAsync();
        await MoveAsync(1, ChampionMoveKind.Promoted, 0);
        await Registry.SetVersionTagAsync(Model, 1, RegistryTags.Stage, "Staging", token);
        await Registry.SetVersionTagAsync(Model, 2, RegistryTags.Stage, "Production", token);
        await Registry.DeleteVersionTagAsync(Model, 3, RegistryTags.Stage, token);

        var repair = await Registry.RepairAliasesAsync(Model, Noon.AddDays(1), token);
        Assert.Equal(
            [
                "volcast-SPY-5d/3: stage was missing, is now Staging", "volcast-SPY-5d/2: stage was Production, is now removed",
                "volcast-SPY-5d/1: stage was Staging, is now Production",
            ], repair.Sentences);
        Assert.Null(repair.Finished);
        Assert.Equal(("Production", null, "Staging"), (await StageAsync(1), await StageAsync(2), await StageAsync(3)));
        Assert.Empty((await Registry.RepairAliasesAsync(Model, Noon.AddDays(2), token)).Sentences);
    }

    [Fact]
    public async Task A_stage_of_another_tool_stays_on_a_version_without_an_alias()
    {
        await PrepareAsync();
        await Registry.SetVersionTagAsync(Model, 1, RegistryTags.Stage, "in review", token);
        await Registry.RepairAliasesAsync(Model, Noon, token);
        Assert.Equal("in review", await StageAsync(1));
    }

    [Fact]
    public async Task A_move_that_never_reached_the_alias_is_dropped()
    {
        await PrepareAsync();
        await MoveAsync(1, ChampionMoveKind.Promoted, 0);
        await Registry.SetVersionTagAsync(Model, 2, RegistryTags.PendingMove, "anything", token);
        await Registry.RepairAliasesAsync(Model, Noon.AddDays(1), token);
        Assert.DoesNotContain(RegistryTags.PendingMove, (await VersionAsync(2)).Tags.Keys);
        Assert.Equal(1, (await Registry.FindByAliasAsync(Model, RegistryTags.Champion, token))?.Number);
    }

    /// <summary>Restores the store's initial files.</summary>
    private void PutBack(SortedDictionary<string, string> files)
    {
        Directory.Delete(Root, recursive: true);
        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
            File.WriteAllBytes(Path.Combine(Root, path), Convert.FromHexString(content));
        }
    }

    [Theory]
    [InlineData(ChampionMoveKind.Promoted)]
    [InlineData(ChampionMoveKind.RolledBack)]
    public Task A_move_killed_before_a_step_and_repeated_ends_as_if_undisturbed(ChampionMoveKind kind) =>
        KillAndMoveAgainAsync(kind, every: 5);

    [Theory]
    [Trait(Category.Name, Category.Proof)]
    [InlineData(ChampionMoveKind.Promoted)]
    [InlineData(ChampionMoveKind.RolledBack)]
    public Task A_move_killed_before_any_step_and_repeated_ends_as_if_undisturbed(ChampionMoveKind kind) =>
        KillAndMoveAgainAsync(kind, every: 1);

    private async Task KillAndMoveAgainAsync(ChampionMoveKind kind, int every)
    {
        await PrepareAsync();
        await MoveAsync(1, ChampionMoveKind.Promoted, 0);
        if (kind == ChampionMoveKind.RolledBack)
            await MoveAsync(3, ChampionMoveKind.Promoted, 1);
        var before = Store.Snapshot(Root);
        var to = kind == ChampionMoveKind.RolledBack ? 1 : 3;

        Task Move(IModelRegistry registry) => registry.MoveChampionAsync(
            Model, to, kind, "because", "ana", Noon.AddDays(2), token);

        var steps = 0;
        await Move(new LocalModelRegistry(Root, null, _ => steps++));
        var undisturbed = Store.Snapshot(Root);
        for (var fatal = 0; fatal < steps; fatal += every)
        {
            PutBack(before);
            var step = 0;
            var dying = new LocalModelRegistry(Root, null, name =>
            {
                if (step++ == fatal)
                    throw new IOException($"killed before: {name}");
            });
            await Assert.ThrowsAsync<RegistryException>(() => Move(dying));
            // The first repair finishes a move that has reached the alias; repeating the move does the rest.
            await Registry.RepairAliasesAsync(Model, Noon.AddDays(2), token);
            if ((await Registry.FindByAliasAsync(Model, RegistryTags.Champion, token))!.Number != to)
                await Move(Registry);
            Assert.Equal(undisturbed, Store.Snapshot(Root));
        }
    }
}
