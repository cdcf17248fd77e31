using Volcast.Schemas;

namespace Volcast.Lake.Tests;

public sealed class DownloadTests
{
    private static readonly DateTimeOffset Monday = new(2022, 1, 3, 11, 0, 0, 123, TimeSpan.Zero);
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_download_reads_back_unchanged()
    {
        var lake = await OpenAsync();
        var added = await lake.AddDownloadAsync(Sample.Vix, "yahoo", Monday.AddTicks(7), Sample.Bars(settled: false));
        Assert.True(added.IsNew);
        var listed = Assert.Single(await lake.DownloadsAsync(Sample.Vix));
        Assert.Equal(added.Download, listed);
        Assert.Equal((Sample.Vix, "yahoo", Monday), (listed.Symbol, listed.Source, listed.RetrievedAt));
        Assert.Equal($"raw.market/symbol=%5EVIX/source=yahoo/20220103T110000123Z-{listed.Vintage}.parquet", listed.Path);
        Assert.Matches("^[0-9a-f]{8}$", listed.Vintage);
        var bars = await lake.ReadDownloadAsync(listed);
        Assert.Equivalent(Sample.Bars(settled: false), bars.Bars, strict: true);
        Assert.Equal((Sample.Vix, "yahoo", Monday), (bars.Symbol, bars.Source, bars.RetrievedAt));
    }

    [Fact]
    public async Task Content_equal_to_the_newest_is_not_stored_again()
    {
        var lake = await OpenAsync();
        var first = await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday, Sample.Bars());
        var again = await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday.AddDays(1), Sample.Bars());
        Assert.False(again.IsNew);
        Assert.Equal(first.Download, again.Download);
        Assert.Single(await lake.DownloadsAsync(Sample.Spy));
    }

    [Fact]
    public async Task Content_equal_to_an_older_download_is_stored_again()
    {
        var lake = await OpenAsync();
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday, Sample.Bars(lastClose: 102));
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday.AddDays(1), Sample.Bars(lastClose: 103));
        var back = await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday.AddDays(2), Sample.Bars(lastClose: 102));
        Assert.True(back.IsNew);
        var all = await lake.DownloadsAsync(Sample.Spy);
        Assert.Equal([0, 1, 2], all.Select(d => (d.RetrievedAt - Monday).Days));
        Assert.Equal(all[0].Vintage, all[2].Vintage);
    }

    [Fact]
    public async Task The_vintage_depends_on_the_content_and_not_on_the_time()
    {
        var other = new MemoryObjectStore();
        var later = await Sample.OpenAsync(other);
        var (first, second) = (await (await OpenAsync()).AddDownloadAsync(Sample.Spy, "yahoo", Monday, Sample.Bars()),
            await later.AddDownloadAsync(Sample.Spy, "yahoo", Monday.AddDays(9), Sample.Bars()));
        Assert.Equal(first.Download.Vintage, second.Download.Vintage);
        Assert.Equal(store.Objects[first.Download.Path], other.Objects[second.Download.Path]);
    }

    [Fact]
    public async Task Downloads_of_different_sources_are_separate()
    {
        var lake = await OpenAsync();
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday, Sample.Bars());
        Assert.True((await lake.AddDownloadAsync(Sample.Spy, "csv", Monday, Sample.Bars())).IsNew);
        Assert.Equal(["csv"], (await lake.DownloadsAsync(Sample.Spy, "csv")).Select(d => d.Source));
        Assert.Equal(2, (await lake.DownloadsAsync(Sample.Spy)).Count);
        Assert.Empty(await lake.DownloadsAsync(Sample.Vix));
    }

    [Fact]
    public async Task The_same_download_again_is_not_stored_even_when_it_is_no_longer_the_newest()
    {
        var lake = await OpenAsync();
        await lake.AddDownloadAsync(Sample.Spy, "csv", Monday, Sample.Bars(lastClose: 102));
        await lake.AddDownloadAsync(Sample.Spy, "csv", Monday.AddDays(1), Sample.Bars(lastClose: 103));
        Assert.False((await lake.AddDownloadAsync(Sample.Spy, "csv", Monday, Sample.Bars(lastClose: 102))).IsNew);
        Assert.Equal(2, (await lake.DownloadsAsync(Sample.Spy)).Count);
    }

    [Fact]
    public async Task Each_correction_of_a_file_is_later_than_the_one_before()
    {
        var lake = await OpenAsync();
        foreach (var close in new[] { 102, 103, 103, 102, 102 })
            await lake.AddDownloadAsync(Sample.Spy, "csv", Monday, Sample.Bars(lastClose: close));
        var all = await lake.DownloadsAsync(Sample.Spy);
        Assert.Equal([0, 1, 2], all.Select(d => (d.RetrievedAt - Monday).TotalMilliseconds));
        Assert.Equal(102, (await lake.ReadDownloadAsync(all[^1])).Bars.Close[^1]);
        Assert.Equal(103, (await lake.ReadDownloadAsync(all[1])).Bars.Close[^1]);
    }

    [Fact]
    public async Task Repeated_or_descending_sessions_are_refused()
    {
        var lake = await OpenAsync();
        var bars = Sample.Bars() with { Session = [new(2021, 12, 29), new(2021, 12, 29), new(2021, 12, 28)] };
        var error = await Assert.ThrowsAsync<SchemaException>(() => lake.AddDownloadAsync(Sample.Spy, "csv", Monday, bars));
        Assert.Contains("key_unique", error.Message);
        Assert.Contains("ascending", error.Message);
        Assert.Empty(await lake.DownloadsAsync(Sample.Spy));
    }

    [Fact]
    public async Task An_empty_download_and_an_invalid_source_are_refused()
    {
        var lake = await OpenAsync();
        var none = Sample.Bars() with { Session = [] };
        await Assert.ThrowsAsync<ArgumentException>(() => lake.AddDownloadAsync(Sample.Spy, "csv", Monday, none));
        await Assert.ThrowsAsync<ArgumentException>(() => lake.AddDownloadAsync(Sample.Spy, "../x", Monday, Sample.Bars()));
    }

    [Fact]
    public async Task A_download_that_does_not_match_its_name_is_corrupt_and_cannot_be_rebuilt()
    {
        var lake = await OpenAsync();
        var first = (await lake.AddDownloadAsync(Sample.Spy, "csv", Monday, Sample.Bars(lastClose: 102))).Download;
        var second = (await lake.AddDownloadAsync(Sample.Spy, "csv", Monday.AddDays(1), Sample.Bars(lastClose: 103))).Download;
        Assert.NotEqual(first.Vintage, second.Vintage);
        await store.PutAsync(first.Path, store.Objects[second.Path]);
        var error = await Assert.ThrowsAsync<LakeException>(() => lake.ReadDownloadAsync(first));
        Assert.Contains($"{first.Path} is corrupt", error.Message);
        Assert.Contains("Restore the file from a backup", error.Message);
        await store.DeleteAsync(first.Path);
        Assert.Contains("is missing", (await Assert.ThrowsAsync<LakeException>(() => lake.ReadDownloadAsync(first))).Message);
    }

    [Theory]
    [InlineData("raw.market/symbol=SPY/source=csv/x.parquet")]
    [InlineData("raw.market/symbol=SPY/source=csv/20220103T110000123Z-abc.txt")]
    [InlineData("raw.market/symbol=S P/source=csv/20220103T110000123Z-0123abcd.parquet")]
    [InlineData("raw.market/symbol=SPY/20220103T110000123Z-0123abcd.parquet")]
    public void A_path_that_names_no_download_is_refused(string path) =>
        Assert.Throws<LakeException>(() => DownloadStore.Parse(path));

    private Task<DataLake> OpenAsync() => Sample.OpenAsync(store);
}
