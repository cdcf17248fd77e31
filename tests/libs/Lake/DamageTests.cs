using System.Text;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake.Tests;

public sealed class DamageTests
{
    private const string Path = "curated.market/year=2020/symbol=SPY/part-0.parquet";
    private const string ManifestPath = "curated.market/_manifest/SPY.json";
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task The_error_for_a_damaged_file_names_it_and_says_what_to_do()
    {
        var lake = await FillAsync();
        store.Objects[Path][100] ^= 1;
        var error = await Assert.ThrowsAsync<LakeException>(() => lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy));
        Assert.Contains($"{Path} is missing or corrupt", error.Message);
        Assert.Contains("run `rm -r curated.market/_manifest/SPY.json curated.market/year=*/symbol=SPY` and then "
            + "`volcast ingest --target SPY`", error.Message);
    }

    [Fact]
    public async Task A_writer_that_has_read_a_file_before_notices_that_it_was_damaged_since()
    {
        var lake = await FillAsync();
        var before = await lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy);
        Assert.True(before.ContentEquals(await lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy)));
        store.Objects[Path][100] ^= 1;
        await Assert.ThrowsAsync<LakeException>(() => lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy));
    }

    [Fact]
    public async Task The_error_for_a_missing_file_names_it_and_other_years_are_still_read()
    {
        var lake = await FillAsync();
        await store.DeleteAsync(Path);
        Assert.Contains(Path,
            (await Assert.ThrowsAsync<LakeException>(() => lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy))).Message);
        Assert.Equal(21, (await lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy, to: new(2019, 12, 31))).Rows);
        await Assert.ThrowsAsync<LakeException>(() =>
            lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, new(2020, 3, 3), new(2020, 3, 4)),
                from: new(2020, 3, 3)));
    }

    [Fact]
    public async Task Deleting_the_symbols_files_and_writing_them_again_repairs_it()
    {
        await FillAsync();
        var undamaged = store.Copy();
        store.Objects[Path][100] ^= 1;
        foreach (var key in await store.ListAsync("curated.market/"))
            if (key == ManifestPath || key.Contains("/symbol=SPY/", StringComparison.Ordinal))
                await store.DeleteAsync(key);
        await FillAsync();
        Assert.True((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).IsSound);
        Assert.Equal(undamaged.Objects.Keys.Order(), store.Objects.Keys.Order());
    }

    [Theory]
    [InlineData("\"rows\": 21", "\"rows\": 22", "does not have the digest")]
    [InlineData("\"files\"", "\"fils\"", "digest")]
    [InlineData("{", "", "corrupt")]
    [InlineData("\"schema_version\": 1", "\"schema_version\": \"x\"", "corrupt")]
    public async Task A_manifest_changed_by_hand_is_refused(string found, string put, string message)
    {
        var lake = await FillAsync();
        var json = Encoding.UTF8.GetString(store.Objects[ManifestPath]);
        Assert.Contains(found, json);
        var index = json.IndexOf(found, StringComparison.Ordinal);
        await store.PutAsync(ManifestPath, Encoding.UTF8.GetBytes(json[..index] + put + json[(index + found.Length)..]));
        var error = await Assert.ThrowsAsync<LakeException>(() => lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy));
        Assert.Contains(ManifestPath, error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task A_manifest_of_a_newer_schema_or_another_symbol_is_refused()
    {
        var lake = await FillAsync();
        await store.PutAsync(ManifestPath,
            Manifest.Create("curated.market", 99, "SPY", [], new Dictionary<string, string>()).ToJson());
        Assert.Contains("Use a newer Volcast",
            (await Assert.ThrowsAsync<LakeException>(() => lake.SnapshotAsync(CuratedMarketTable.Schema, Sample.Spy))).Message);
        await store.PutAsync(ManifestPath,
            Manifest.Create("curated.market", 1, "QQQ", [], new Dictionary<string, string>()).ToJson());
        Assert.Contains("is of curated.market QQQ",
            (await Assert.ThrowsAsync<LakeException>(() => lake.SnapshotAsync(CuratedMarketTable.Schema, Sample.Spy))).Message);
    }

    [Fact]
    public async Task Stored_rows_that_fail_the_schema_are_not_read()
    {
        var declared = CuratedMarketTable.Schema.Columns;
        var schema = Schemas.TableSchema.Named("curated.market", 1, "").ProducedBy("ingest")
            .PartitionedBy("year", "symbol").ByYearOf("session")
            .Holding([.. declared.Select(c => c.Name == "close" ? Schemas.ColumnSchema.Number("close", "") : c)]);
        var bad = Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2019, 12, 31));
        bad.Numbers("close")[0] = -5;
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(schema, Sample.Spy, bad);
        var error = await Assert.ThrowsAsync<Schemas.SchemaException>(() =>
            lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy));
        Assert.Contains("SPY 2019-12-02", error.Message);
    }

    private async Task<DataLake> FillAsync()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2020, 3, 2)));
        return lake;
    }
}
