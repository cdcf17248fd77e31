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
    private readonly SettableClock clock = new();

    public void Dispose() => folder.Dispose();

    private async Task<FeaturesReport> RunAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        return await new FeaturesJob(lake, TradingCalendar.Nyse, clock).RunAsync(SimulatedLake.Roles, CancellationToken.None);
    }

    private async Task<FeatureSnapshot> StoredAsync() =>
        await FeatureSnapshot.ReadAsync(await DataLake.OpenLocalAsync(folder.Path), SimulatedLake.Spy);

    [Fact]
    public async Task Every_session_has_a_row_and_values_are_missing_during_warm_up()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        var report = await RunAsync();
        Assert.Equal(TradingCalendar.Nyse.Count(First, Last), report.Rows);
        Assert.Equal(TradingCalendar.Nyse.Add(First, 271), report.FirstComplete);
        Assert.Equal(report.Rows - 271, report.CompleteRows);
        Assert.Empty(report.MissingOnLast);
    }

    [Fact]
    public async Task A_bar_that_has_not_settled_by_the_clock_is_refused_and_nothing_is_written()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        await SimulatedLake.FillAsync(folder.Path, First, TradingCalendar.Nyse.Next(Last));
        var before = FolderBytes.Of(folder.Path);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Last);
        var error = await Assert.ThrowsAsync<UnsettledBarException>(RunAsync);
        Assert.Contains("SPY for 2012-07-02", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var before = FolderBytes.Of(folder.Path);
        Assert.False((await RunAsync()).HasChanged);
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task Earlier_history_and_later_sessions_change_no_value()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var shorter = await StoredAsync();
        await SimulatedLake.FillAsync(folder.Path, First.AddYears(-1), Last.AddMonths(1));
        await RunAsync();
        var longer = await StoredAsync();
        var offset = Array.BinarySearch(longer.L2.Session, First);
        Assert.Equal(32, shorter.Columns.Count);
        foreach (var (feature, column) in shorter.Columns)
            for (var row = 271; row < column.Length; row++)
                Assert.Equal(column[row], longer.Columns[feature][row + offset]);
    }

    [Fact]
    public async Task The_second_table_depends_only_on_the_bars_of_the_target_and_its_index()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var stored = await StoredAsync();
        Assert.Equal(["curated.market/SPY", "curated.market/^VIX"], stored.L2Manifest.Inputs.Keys);
        Assert.Equal(5, stored.L1Manifest.Inputs.Count);
        Assert.Equal(
            L2Kernel.Compute(new(stored.Bars.LogReturn, stored.Bars.Open, stored.Bars.High, stored.Bars.Low, stored.Bars.Close,
                stored.L1["vix"])),
            stored.L2.Values);
    }

    [Fact]
    public async Task A_missing_second_table_is_written_again()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var before = FolderBytes.Of(folder.Path);
        Directory.Delete(folder["features.L2"], recursive: true);
        await Assert.ThrowsAsync<MissingTableException>(StoredAsync);
        Assert.True((await RunAsync()).HasChanged);
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task Features_of_a_symbol_without_bars_are_missing_until_it_has_bars()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        await RunAsync();
        var before = await StoredAsync();
        var vix = Symbol.Parse("^VIX");
        var bars = Directory.GetFiles(folder["curated.market"], "*", SearchOption.AllDirectories)
            .Where(path => path.Contains("VIX", StringComparison.Ordinal) && !path.Contains("VIX3M", StringComparison.Ordinal))
            .ToDictionary(path => path, File.ReadAllBytes);
        foreach (var path in bars.Keys)
            File.Delete(path);

        var stale = await Assert.ThrowsAsync<LakeException>(StoredAsync);
        Assert.Contains("other bars of ^VIX", stale.Message, StringComparison.Ordinal);
        var report = await RunAsync();
        Assert.Equal([vix], report.WithoutBars);
        Assert.Equal((0, null), (report.CompleteRows, report.FirstComplete));
        var stored = await StoredAsync();
        string[] ofIndex = ["vix", "vix_term", "rv_vix_spread_20d", "vix_mean_22d"];
        Assert.Equal(ofIndex.Order(), report.MissingOnLast.Order());
        foreach (var (name, column) in stored.Columns)
            Assert.Equal(ofIndex.Contains(name) ? [.. column.Select(_ => double.NaN)] : before.Columns[name], column);

        foreach (var (path, content) in bars)
            File.WriteAllBytes(path, content);
        stale = await Assert.ThrowsAsync<LakeException>(StoredAsync);
        Assert.Contains("other bars of ^VIX", stale.Message, StringComparison.Ordinal);
        Assert.Empty((await RunAsync()).WithoutBars);
        Assert.Equal(before.L1Manifest.Digest, (await StoredAsync()).L1Manifest.Digest);
    }

    [Fact]
    public async Task The_own_index_is_used_while_the_lake_has_it_up_to_the_newest_sessions()
    {
        await SimulatedLake.FillAsync(folder.Path, First, Last);
        var roles = AssetRoles.For(SimulatedLake.Spy, ImpliedVolatilityIndex.Parse("SPY=^VXN"));
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        var (before, _) = await FeaturesAsync();
        Assert.Equal("SPY uses ^VIX in place of its own index ^VXN: the lake has no bars of ^VXN.", before.Index!.Because);
        Assert.Empty(before.WithoutBars);

        var own = await CommitOwnAsync(Last);
        var (used, withOwn) = await FeaturesAsync();
        Assert.Equal(new(Symbol.Parse("^VXN"), null), used.Index);
        Assert.Equal(["curated.market/SPY", "curated.market/^VXN"], withOwn.L2Manifest.Inputs.Keys);
        Assert.Contains("curated.market/^VIX", withOwn.L1Manifest.Inputs.Keys);
        Assert.Equal("^VXN", withOwn.Implied?.Value);
        Assert.Equal(own.Close, withOwn.L1["vix"]);

        await CommitOwnAsync(TradingCalendar.Nyse.Add(Last, -6));
        await Assert.ThrowsAsync<LakeException>(() => FeatureSnapshot.ReadAsync(lake, SimulatedLake.Spy));
        var (after, withVix) = await FeaturesAsync();
        Assert.Contains("6 sessions before those of SPY", after.Index!.Because, StringComparison.Ordinal);
        Assert.Equal("^VIX", withVix.Implied?.Value);
        Assert.NotEqual(own.Close[^1], withVix.L1["vix"][^1]);

        async Task<(FeaturesReport Report, FeatureSnapshot Stored)> FeaturesAsync() => (
            await new FeaturesJob(lake, TradingCalendar.Nyse, clock).RunAsync(roles, CancellationToken.None),
            await FeatureSnapshot.ReadAsync(lake, SimulatedLake.Spy, roles.Symbols));

        async Task<CuratedMarketTable> CommitOwnAsync(DateOnly last)
        {
            var frame = await lake.ReadAsync(CuratedMarketTable.Schema, AssetRoles.Vix, to: last);
            var vix = CuratedMarketTable.FromFrame(Symbol.Parse("^VXN"), frame);
            var made = vix with { Close = [.. vix.Close.Select(close => 1.1 * close)] };
            await lake.CommitAsync(CuratedMarketTable.Schema, made.Symbol, made.ToFrame());
            return made;
        }
    }

    [Fact]
    public async Task The_error_for_a_target_without_bars_names_it()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        var error = await Assert.ThrowsAsync<MissingTableException>(
            () => new FeaturesJob(lake, TradingCalendar.Nyse, clock).RunAsync(SimulatedLake.Roles, CancellationToken.None));
        Assert.Contains("SPY", error.Message, StringComparison.Ordinal);
    }
}
