using Volcast.Features;
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
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        return await new FeaturesJob(lake).RunAsync(SimulatedLake.Roles, CancellationToken.None);
    }

    private async Task<FeatureSnapshot> HeldAsync() =>
        await FeatureSnapshot.ReadAsync(await DataLake.OpenLocalAsync(folder.Path), SimulatedLake.Spy);

    [Fact]
    public async Task A_row_for_every_session_and_absent_during_warm_up()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        var report = await RunAsync();
        Assert.Equal(TradingCalendar.Nyse.Count(First, Last), report.Rows);
        Assert.Equal(TradingCalendar.Nyse.Add(First, 271), report.FirstComplete);
        Assert.Equal(report.Rows - 271, report.CompleteRows);
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
        var shorter = await HeldAsync();
        await SimulatedLake.FillAsync(folder.Path, First.AddYears(-1), Last.AddMonths(1));
        await RunAsync();
        var longer = await HeldAsync();
        var offset = Array.BinarySearch(longer.L2.Session, First);
        Assert.Equal(32, shorter.Columns.Count);
        foreach (var (feature, column) in shorter.Columns)
            for (var row = 271; row < column.Length; row++)
                Assert.Equal(column[row], longer.Columns[feature][row + offset]);
    }

    [Fact]
    public async Task The_further_inputs_depend_on_the_targets_bars_and_its_index_alone()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var held = await HeldAsync();
        Assert.Equal(["curated.market/SPY", "curated.market/^VIX"], held.L2Manifest.Inputs.Keys);
        Assert.Equal(5, held.L1Manifest.Inputs.Count);
        Assert.Equal(
            L2Kernel.Compute(new(held.Bars.LogReturn, held.Bars.Open, held.Bars.High, held.Bars.Low, held.Bars.Close,
                held.L1["vix"])),
            held.L2.Values);
    }

    [Fact]
    public async Task A_lake_without_the_second_table_is_healed()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var whole = FolderBytes.Of(folder.Path);
        Directory.Delete(folder["features.L2"], recursive: true);
        await Assert.ThrowsAsync<MissingTableException>(HeldAsync);
        Assert.True((await RunAsync()).HasChanged);
        Assert.Equal(whole, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task A_symbol_beside_the_target_that_has_no_bars_leaves_its_features_absent_until_it_has_some()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var whole = await HeldAsync();
        var vix = Symbol.Parse("^VIX");
        var bars = Directory.GetFiles(folder["curated.market"], "*", SearchOption.AllDirectories)
            .Where(path => path.Contains("VIX", StringComparison.Ordinal) && !path.Contains("VIX3M", StringComparison.Ordinal))
            .ToDictionary(path => path, File.ReadAllBytes);
        foreach (var path in bars.Keys)
            File.Delete(path);

        var stale = await Assert.ThrowsAsync<LakeException>(HeldAsync);
        Assert.Contains("other bars of ^VIX", stale.Message, StringComparison.Ordinal);
        var report = await RunAsync();
        Assert.Equal([vix], report.WithoutBars);
        Assert.Equal((0, null), (report.CompleteRows, report.FirstComplete));
        var held = await HeldAsync();
        string[] ofIndex = ["vix", "vix_term", "rv_vix_spread_20d", "vix_mean_22d"];
        Assert.Equal(ofIndex.Order(), report.AbsentOnLast.Order());
        foreach (var (name, column) in held.Columns)
            Assert.Equal(ofIndex.Contains(name) ? [.. column.Select(_ => double.NaN)] : whole.Columns[name], column);

        foreach (var (path, content) in bars)
            File.WriteAllBytes(path, content);
        stale = await Assert.ThrowsAsync<LakeException>(HeldAsync);
        Assert.Contains("other bars of ^VIX", stale.Message, StringComparison.Ordinal);
        Assert.Empty((await RunAsync()).WithoutBars);
        Assert.Equal(whole.L1Manifest.Digest, (await HeldAsync()).L1Manifest.Digest);
    }

    [Fact]
    public async Task A_target_without_bars_is_named()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        var error = await Assert.ThrowsAsync<MissingTableException>(
            () => new FeaturesJob(lake).RunAsync(SimulatedLake.Roles, CancellationToken.None));
        Assert.Contains("SPY", error.Message, StringComparison.Ordinal);
    }
}
