using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Api.Snapshots;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Snapshots;

/// <summary>What another state of the lake is for a target.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class TargetSnapshotTests : IDisposable
{
    private static readonly CancellationToken Stop = CancellationToken.None;

    /// <summary>A target whose setting names ^VIX; its earlier models may have learnt from the known index.</summary>
    private static readonly AssetRoles Roles = AssetRoles.For(Symbol.Parse("QQQ"), ImpliedVolatilityIndex.Parse("QQQ=^VIX"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task New_bars_of_an_index_that_only_an_earlier_model_reads_are_another_state()
    {
        await using var lake = await FilledAsync();
        var vix = CuratedMarketTable.FromFrame(SimulatedLake.Own, await lake.ReadAsync(CuratedMarketTable.Schema, AssetRoles.Vix));
        await ChangesAsync(lake, () => lake.CommitAsync(CuratedMarketTable.Schema, SimulatedLake.Own, vix.ToFrame()));
    }

    [Fact]
    public async Task A_finding_about_a_side_symbol_is_another_state()
    {
        await using var lake = await FilledAsync();
        await ChangesAsync(lake, () => lake.CommitAsync(FindingsTable.Schema, Roles.Bonds, FindingsTable.Of(Roles.Bonds,
        [
            new()
            {
                Session = new(2014, 6, 2),
                Kind = FindingKind.ExtremeReturn,
                Detail = "The price halves.",
                IsWithheld = false,
            },
        ]).ToFrame()));
    }

    private async Task<DataLake> FilledAsync()
    {
        await SimulatedLake.FillAsync(folder["lake"], new(2014, 1, 2), new(2014, 6, 30));
        return await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
    }

    private static async Task ChangesAsync(DataLake lake, Func<Task> write)
    {
        var (stamp, identity) = await ReadAsync();
        Assert.Equal((stamp, identity), await ReadAsync());
        await write();
        var (newStamp, newIdentity) = await ReadAsync();
        Assert.NotEqual(stamp, newStamp);
        Assert.NotEqual(identity, newIdentity);

        async Task<(string Stamp, string Identity)> ReadAsync() =>
            (await TargetSnapshot.StampOfAsync(lake, Roles, Stop), await TargetSnapshot.IdentityOfAsync(lake, Roles, Stop));
    }
}
