using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Tests;

namespace Volcast.Services.Features.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class FeaturesJobTests : IDisposable
{
    private static readonly DateOnly First = new(2010, 1, 4);
    private static readonly DateOnly Last = new(2012, 6, 29);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<FeaturesReport> RunAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, LakeKind.Simulated);
        return await new FeaturesJob(lake).RunAsync(SimulatedLake.Roles, CancellationToken.None);
    }

    private async Task<FeaturesL1Table> TableAsync()
    {
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        return FeaturesL1Table.FromFrame(SimulatedLake.Spy, await lake.ReadAsync(FeaturesL1Table.Schema, SimulatedLake.Spy));
    }

    [Fact]
    public async Task A_row_for_every_session_and_absent_during_warm_up()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        var report = await RunAsync();
        Assert.Equal(TradingCalendar.Nyse.Count(First, Last), report.Rows);
        Assert.Equal(TradingCalendar.Nyse.Add(First, 250), report.FirstComplete);
        Assert.Equal(report.Rows - 250, report.CompleteRows);
        Assert.Empty(report.AbsentOnLast);
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var before = FolderBytes.Of(folder.Path);
        Assert.False((await RunAsync()).HasChanged);
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task More_history_before_and_more_sessions_after_change_no_value()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var shorter = await TableAsync();
        await SimulatedLake.FillAsync(folder.Path, First.AddYears(-1), Last.AddMonths(1));
        await RunAsync();
        var longer = await TableAsync();
        var offset = Array.BinarySearch(longer.Session, First);
        for (var feature = 0; feature < shorter.Values.Length; feature++)
            for (var row = 250; row < shorter.Count; row++)
                Assert.Equal(shorter.Values[feature][row], longer.Values[feature][row + offset]);
    }

    [Fact]
    public async Task A_symbol_without_bars_is_named()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, LakeKind.Simulated);
        var error = await Assert.ThrowsAsync<MissingTableException>(
            () => new FeaturesJob(lake).RunAsync(SimulatedLake.Roles, CancellationToken.None));
        Assert.Contains("SPY", error.Message, StringComparison.Ordinal);
    }
}
