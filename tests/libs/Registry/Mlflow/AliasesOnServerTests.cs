using Volcast.Registry.Aliases;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Promotions and rollbacks on a server.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class AliasesOnServerTests : StubTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private MlflowModelRegistry registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        registry = new MlflowModelRegistry(Stub.Options());
        foreach (var recipe in new[] { "first", "second" })
            await registry.RegisterAsync(Of(recipe, RegistryTags.Challenger), Token);
    }

    [Fact]
    public async Task Promotions_and_rollbacks_move_alias_stage_and_history_as_in_a_local_store()
    {
        await registry.MoveChampionAsync(Model, 1, ChampionMoveKind.Promoted, "better", null, Noon, Token);
        await registry.MoveChampionAsync(Model, 2, ChampionMoveKind.Forced, "„so“ it \"is\"\nnow", null, Noon.AddDays(1), Token);
        var champion = await registry.GetByAliasAsync(Model, RegistryTags.Champion, Token);
        Assert.Equal((2, "Production"), (champion.Number, champion.Tags[RegistryTags.Stage]));
        Assert.EndsWith("by force: „so“ it \"is\" now", champion.Tags[RegistryTags.ChampionReason], StringComparison.Ordinal);
        Assert.Null(await registry.FindByAliasAsync(Model, RegistryTags.Challenger, Token));

        await registry.MoveChampionAsync(Model, 1, ChampionMoveKind.RolledBack, "worse", null, Noon.AddDays(2), Token);
        var history = await registry.ReadChampionHistoryAsync(Model, Noon.AddDays(3), Token);
        Assert.Equal([1, 2, 1], history.Tenures.Select(tenure => tenure.Version));
        Assert.Equal(2, history.ServingVersionAt(Noon.AddHours(36)));
        Assert.Equal("Archived", (await registry.GetVersionAsync(Model, 2, Token)).Tags[RegistryTags.Stage]);
        Stub.ForgetRequests();
        Assert.Empty((await registry.RepairAliasesAsync(Model, Noon.AddDays(4), Token)).Sentences);
        Assert.DoesNotContain(Stub.Requests, request => request.Method is "DELETE" or "PATCH"
            || request.Route.EndsWith("set-tag", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reason_of_any_length_fits_into_a_tag()
    {
        await registry.MoveChampionAsync(Model, 1, ChampionMoveKind.Forced, new string('"', 9000), null, Noon, Token);
        var reason = (await registry.GetVersionAsync(Model, 1, Token)).Tags[RegistryTags.ChampionReason];
        Assert.InRange(reason.Length, ChampionMove.LongestReason, 5000);
    }
}
