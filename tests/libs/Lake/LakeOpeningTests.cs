using System.Text;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake.Tests;

public sealed class LakeOpeningTests
{
    private readonly MemoryObjectStore store = new();

    private static Task<DownloadResult> WriteAsync(DataLake lake) =>
        lake.AddDownloadAsync(Sample.Spy, "csv", new(2020, 1, 2, 12, 0, 0, TimeSpan.Zero), Sample.Bars());

    [Fact]
    public async Task A_lake_that_was_opened_but_never_written_does_not_exist()
    {
        await using (var lake = await Sample.OpenAsync(store))
        await using (await lake.LeaseAsync(Sample.Spy))
            Assert.Empty(store.Objects);
        await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenAsync(store));
    }

    [Fact]
    public async Task A_lake_that_may_not_exist_is_opened_with_one_read_of_its_description()
    {
        var counted = new CountingStore(store);
        Assert.Null(await DataLake.TryOpenAsync(counted));
        await WriteAsync(await Sample.OpenAsync(store, DataKind.Simulated));
        counted.Gets.Clear();
        Assert.Equal(DataKind.Simulated, (await DataLake.TryOpenAsync(counted))!.Kind);
        Assert.Equal([KeyValuePair.Create("lake.json", 1)], counted.Gets);
        await Assert.ThrowsAsync<LakeException>(() => DataLake.TryOpenAsync(store, DataKind.Real));
        await store.DeleteAsync("lake.json");
        await Assert.ThrowsAsync<LakeException>(() => DataLake.TryOpenAsync(store));
    }

    [Fact]
    public async Task A_new_lake_describes_itself()
    {
        await using var lake = await Sample.OpenAsync(store, DataKind.Simulated);
        await WriteAsync(lake);
        Assert.Equal("{\n  \"version\": 2,\n  \"kind\": \"SIMULATED\"\n}\n", Encoding.UTF8.GetString(store.Objects["lake.json"]));
        Assert.Equal(DataKind.Simulated, (await DataLake.OpenAsync(store)).Kind);
    }

    [Theory]
    [InlineData(DataKind.Real, DataKind.Simulated)]
    [InlineData(DataKind.Simulated, DataKind.Real)]
    public async Task Real_and_simulated_data_never_share_a_lake(DataKind first, DataKind second)
    {
        await WriteAsync(await Sample.OpenAsync(store, first));
        var error = await Assert.ThrowsAsync<LakeException>(() => Sample.OpenAsync(store, second));
        Assert.Contains($"holds {first.ToString().ToUpperInvariant()} data", error.Message);
        Assert.Contains("another data folder", error.Message);
        await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenAsync(store, second));
    }

    [Fact]
    public async Task A_lake_opened_for_reading_refuses_writes()
    {
        await WriteAsync(await Sample.OpenAsync(store));
        var lake = await DataLake.OpenAsync(store);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, CuratedMarketTable.Schema.Empty()));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            lake.AddDownloadAsync(Sample.Spy, "csv", default, Sample.Bars()));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, CuratedMarketTable.Schema.Empty(), []));
    }

    [Fact]
    public async Task The_error_for_a_missing_lake_says_what_to_do() =>
        Assert.Contains("Run `volcast pipeline`",
            (await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenAsync(store))).Message);

    [Theory]
    [InlineData("{\"version\": 3, \"kind\": \"REAL\"}", "has version 3", "newer Volcast")]
    [InlineData("{\"version\": 0, \"kind\": \"REAL\"}", "corrupt", "Restore it")]
    [InlineData("{\"version\": 1, \"kind\": \"REA", "corrupt", "Restore it")]
    [InlineData("{\"version\": 1, \"kind\": \"TOY\"}", "'TOY'", "Restore it")]
    [InlineData("{\"version\": 1}", "corrupt", "Restore it")]
    [InlineData("null", "corrupt", "Restore it")]
    [InlineData("", "corrupt", "Restore it")]
    public async Task A_lake_with_an_invalid_description_is_neither_read_nor_written(string json, string what, string advice)
    {
        await store.PutAsync("lake.json", Encoding.UTF8.GetBytes(json));
        Func<Task>[] openings = [() => DataLake.OpenAsync(store), () => Sample.OpenAsync(store)];
        foreach (var open in openings)
        {
            var error = await Assert.ThrowsAsync<LakeException>(open);
            Assert.Contains(what, error.Message);
            Assert.Contains(advice, error.Message);
        }
        Assert.Equal(json, Encoding.UTF8.GetString(store.Objects["lake.json"]));
    }

    [Fact]
    public async Task Two_writers_who_create_a_lake_at_once_agree_on_its_kind()
    {
        var overtaken = new StoppingStore(store)
        {
            Afterwards = async () => await store.PutAsync("lake.json", "{\"version\": 1, \"kind\": \"REAL\"}"u8.ToArray()),
        };
        await WriteAsync(await Sample.OpenAsync(overtaken));
        Assert.Equal(DataKind.Real, (await DataLake.OpenAsync(store)).Kind);
        foreach (var key in store.Copy().Objects.Keys)
            await store.DeleteAsync(key);
        var simulated = await Sample.OpenAsync(overtaken, DataKind.Simulated);
        Assert.Contains("holds REAL data", (await Assert.ThrowsAsync<LakeException>(() => WriteAsync(simulated))).Message);
        Assert.Equal(["lake.json"], store.Objects.Keys);
    }

    [Fact]
    public async Task Opening_an_existing_lake_reads_its_description_and_lists_nothing()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2020, 3, 2)));
        var counting = new StoppingStore(store);
        await Sample.OpenAsync(counting);
        Assert.Equal((1, 0), (counting.Operations, counting.Lists));
    }

    [Fact]
    public async Task A_table_without_a_lake_description_is_not_mistaken_for_a_new_lake()
    {
        await (await Sample.OpenAsync(store)).CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2020, 3, 2)));
        await store.DeleteAsync("lake.json");
        Assert.Contains("holds curated.market but no lake.json",
            (await Assert.ThrowsAsync<LakeException>(() => Sample.OpenAsync(store))).Message);
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_refused_folder_is_not_touched()
    {
        using var folder = new TemporaryFolder();
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real))
            await WriteAsync(lake);
        var before = FolderBytes.Of(folder.Path);
        await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated));
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_failed_recovery_names_the_file_and_releases_the_lease()
    {
        using var folder = new TemporaryFolder();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real, new() { WaitUpTo = default });
        await lake.Store.PutAsync("curated.market/_staged/SPY/pending.json", "[half"u8.ToArray());
        for (var run = 0; run < 2; run++)
            Assert.Contains("curated.market/_staged/SPY/pending.json is corrupt",
                (await Assert.ThrowsAsync<LakeException>(() => lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
                    Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2020, 3, 2))))).Message);
    }

    [Fact]
    public async Task A_file_in_an_unknown_staging_folder_does_not_prevent_opening()
    {
        await store.PutAsync("curated.market/_staged/not a symbol/x.parquet", new byte[] { 1 });
        await Sample.OpenAsync(store);
        Assert.Contains((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings, f => f.Check == "staged");
    }
}
