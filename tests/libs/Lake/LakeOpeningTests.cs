using System.Text;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;

namespace Volcast.Lake.Tests;

public sealed class LakeOpeningTests
{
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_new_lake_says_what_it_is()
    {
        await using var lake = await DataLake.OpenForWritingAsync(store, DataKind.Simulated);
        Assert.Equal("{\n  \"version\": 1,\n  \"kind\": \"SIMULATED\"\n}\n", Encoding.UTF8.GetString(store.Objects["lake.json"]));
        Assert.Equal(DataKind.Simulated, (await DataLake.OpenAsync(store)).Kind);
    }

    [Theory]
    [InlineData(DataKind.Real, DataKind.Simulated)]
    [InlineData(DataKind.Simulated, DataKind.Real)]
    public async Task Real_and_simulated_data_never_share_a_lake(DataKind first, DataKind second)
    {
        await DataLake.OpenForWritingAsync(store, first);
        var error = await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenForWritingAsync(store, second));
        Assert.Contains($"holds {first.ToString().ToUpperInvariant()} data", error.Message);
        Assert.Contains("another data folder", error.Message);
        await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenAsync(store, second));
    }

    [Fact]
    public async Task A_lake_that_was_opened_for_reading_is_not_written()
    {
        await DataLake.OpenForWritingAsync(store, DataKind.Real);
        var lake = await DataLake.OpenAsync(store);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, CuratedMarketTable.Schema.Empty()));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            lake.AddDownloadAsync(Sample.Spy, "csv", default, Sample.Bars()));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, CuratedMarketTable.Schema.Empty(), []));
    }

    [Fact]
    public async Task Where_there_is_no_lake_a_reader_says_what_to_do() =>
        Assert.Contains("Run `volcast ingest`",
            (await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenAsync(store))).Message);

    [Theory]
    [InlineData("{\"version\": 2, \"kind\": \"REAL\"}", "has version 2", "newer Volcast")]
    [InlineData("{\"version\": 0, \"kind\": \"REAL\"}", "corrupt", "Restore it")]
    [InlineData("{\"version\": 1, \"kind\": \"REA", "corrupt", "Restore it")]
    [InlineData("{\"version\": 1, \"kind\": \"TOY\"}", "'TOY'", "Restore it")]
    [InlineData("{\"version\": 1}", "corrupt", "Restore it")]
    [InlineData("null", "corrupt", "Restore it")]
    [InlineData("", "corrupt", "Restore it")]
    public async Task A_lake_that_cannot_be_understood_is_neither_read_nor_written(string json, string what, string advice)
    {
        await store.PutAsync("lake.json", Encoding.UTF8.GetBytes(json));
        Func<Task>[] openings = [() => DataLake.OpenAsync(store), () => DataLake.OpenForWritingAsync(store, DataKind.Real)];
        foreach (var open in openings)
        {
            var error = await Assert.ThrowsAsync<LakeException>(open);
            Assert.Contains(what, error.Message);
            Assert.Contains(advice, error.Message);
        }
        Assert.Equal(json, Encoding.UTF8.GetString(store.Objects["lake.json"]));
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_refused_folder_is_not_touched_and_its_lock_is_free_again()
    {
        using var folder = new TemporaryFolder();
        await (await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real)).DisposeAsync();
        await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated));
        (await WriterLock.AcquireAsync(folder.Path, new() { WaitUpTo = TimeSpan.Zero })).Dispose();
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_recovery_that_cannot_be_done_is_told_and_leaves_the_lock_free()
    {
        using var folder = new TemporaryFolder();
        await (await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real)).DisposeAsync();
        var local = new LocalObjectStore(folder.Path);
        await local.PutAsync("curated.market/_staged/SPY/pending.json", "[half"u8.ToArray());
        var error = await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real));
        Assert.Contains("curated.market/_staged/SPY/pending.json is corrupt", error.Message);
        (await WriterLock.AcquireAsync(folder.Path, new() { WaitUpTo = TimeSpan.Zero })).Dispose();
    }

    [Fact]
    public async Task What_lies_in_a_staging_folder_of_no_symbol_does_not_keep_a_lake_shut()
    {
        await store.PutAsync("curated.market/_staged/not a symbol/x.parquet", new byte[] { 1 });
        await DataLake.OpenForWritingAsync(store, DataKind.Real);
        Assert.Contains((await LakeVerifier.VerifyAsync(store)).Findings, f => f.Check == "staged");
    }
}
