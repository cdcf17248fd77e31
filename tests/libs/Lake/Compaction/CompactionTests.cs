using Volcast.Lake.Compaction;
using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Lake.Tests.Compaction;

/// <summary>Joined downloads give the same answers as single ones, at every moment of a compaction.</summary>
public sealed class CompactionTests
{
    private static readonly DateTimeOffset First = new(2021, 12, 29, 11, 0, 0, 123, TimeSpan.Zero);
    private readonly MemoryObjectStore store = new();

    /// <summary>Downloads of two vendors over the turn of two years; some repeat an earlier content.</summary>
    private static async Task<DataLake> FillAsync(IObjectStore store)
    {
        var lake = await Sample.OpenAsync(store);
        for (var day = 0; day < 8; day++)
            foreach (var source in new[] { "yahoo", "cboe" })
                await lake.AddDownloadAsync(
                    Sample.Spy, source, First.AddDays(day), Sample.Bars(settled: day % 2 == 0, lastClose: 100 + day % 3));
        await lake.AddDownloadAsync(Sample.Vix, "yahoo", First, Sample.Bars(lastClose: 20));
        return lake;
    }

    [Fact]
    public async Task Every_download_reads_as_before_and_past_years_have_one_file_each()
    {
        var lake = await FillAsync(store);
        var before = await AnswersAsync(lake);
        var report = await lake.CompactAsync(Sample.Spy, 2022);
        Assert.Equal((6, 6, 2), (report.Downloads, report.FilesBefore, report.FilesAfter));
        Assert.Equal(before, await AnswersAsync(lake));
        Assert.Equal(before, await AnswersAsync(await DataLake.OpenAsync(store)));
        Assert.Equal(2, store.Objects.Keys.Count(JoinedDownloads.IsJoined));
        Assert.Equal(10, store.Objects.Keys.Count(key => key.Contains("SPY", StringComparison.Ordinal)
            && DownloadStore.TryParse(key) is not null));

        await lake.CompactAsync(Sample.Spy, 2023);
        Assert.Equal(before, await AnswersAsync(lake));
        Assert.Equal(4, store.Objects.Keys.Count(JoinedDownloads.IsJoined));
        var objects = store.Objects.ToDictionary(one => one.Key, one => one.Value);
        Assert.Equal(CompactionReport.None, await lake.CompactAsync(Sample.Spy, 2023));
        Assert.Equal(objects, store.Objects);
    }

    [Fact]
    public async Task What_was_known_at_any_moment_is_the_same_before_and_after()
    {
        var lake = await FillAsync(store);
        DateTimeOffset[] moments =
            [.. Enumerable.Range(-1, 10).SelectMany(day => new[] { First.AddDays(day).AddMilliseconds(-1), First.AddDays(day) })];
        var before = new List<string>();
        foreach (var moment in moments)
            before.Add(await AnswersAsync(lake.AsOf(moment)));
        Assert.Equal("", before[0]);
        await lake.CompactAsync(Sample.Spy, 2023);
        foreach (var (moment, expected) in moments.Zip(before))
            Assert.Equal(expected, await AnswersAsync(lake.AsOf(moment)));
    }

    [Fact]
    public async Task The_same_downloads_give_the_same_bytes_in_one_step_or_in_two()
    {
        var other = new MemoryObjectStore();
        await (await FillAsync(store)).CompactAsync(Sample.Spy, 2023);
        var lake = await FillAsync(other);
        await lake.CompactAsync(Sample.Spy, 2022);
        await lake.CompactAsync(Sample.Spy, 2023);
        Assert.Equal(store.Objects, other.Objects);
    }

    [Fact]
    public async Task A_later_download_of_a_joined_year_is_joined_too()
    {
        var lake = await FillAsync(store);
        await lake.CompactAsync(Sample.Spy, 2023);
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", First, Sample.Bars(lastClose: 150));
        var before = await AnswersAsync(lake);
        var report = await lake.CompactAsync(Sample.Spy, 2023);
        Assert.Equal((6, 2, 1), (report.Downloads, report.FilesBefore, report.FilesAfter));
        Assert.Equal(before, await AnswersAsync(lake));
        Assert.Equal(4, store.Objects.Keys.Count(JoinedDownloads.IsJoined));
    }

    [Fact]
    public async Task A_compaction_reads_each_file_once()
    {
        var counted = new CountingStore(store);
        var lake = await FillAsync(counted);
        await lake.CompactAsync(Sample.Spy, 2023);
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", First, Sample.Bars(lastClose: 150));
        counted.Gets.Clear();
        var report = await lake.CompactAsync(Sample.Spy, 2023);
        Assert.Equal((6, 2), (report.Downloads, report.FilesBefore));
        var read = counted.Gets.Where(get => get.Key.EndsWith(".parquet", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, read.Length); // The joined file, the single one, and the new one.
        Assert.All(read, get => Assert.Equal(1, get.Value));
    }

    [Fact]
    public async Task Content_that_a_joined_download_has_is_not_stored_again()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", First, Sample.Bars(lastClose: 101));
        var newest = await lake.AddDownloadAsync(Sample.Spy, "yahoo", First.AddHours(1), Sample.Bars(lastClose: 102));
        await lake.CompactAsync(Sample.Spy, 2022);
        var again = await lake.AddDownloadAsync(Sample.Spy, "yahoo", First.AddDays(30), Sample.Bars(lastClose: 102));
        Assert.False(again.IsNew);
        Assert.Equal(newest.Download.Vintage, again.Download.Vintage);
    }

    /// <summary>The store fails at each of its operations in turn. What is stored then answers as before, and the next run ends
    /// with the bytes of an undisturbed one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_compaction_that_stops_anywhere_loses_nothing_and_the_next_one_finishes_it(bool afterwards)
    {
        var undisturbed = new MemoryObjectStore();
        var complete = await FillAsync(undisturbed);
        var expected = await AnswersAsync(complete);
        await complete.CompactAsync(Sample.Spy, 2023);
        var stops = 0;
        for (var operation = 1; ; operation++)
        {
            var inner = new MemoryObjectStore();
            await FillAsync(inner);
            var stopping = new StoppingStore(inner, operation, afterwards);
            try
            {
                await (await Sample.OpenAsync(stopping)).CompactAsync(Sample.Spy, 2023);
                break;
            }
            catch (StoppedException)
            {
                stops++;
            }
            Assert.Equal(expected, await AnswersAsync(await DataLake.OpenAsync(inner)));
            await (await Sample.OpenAsync(inner)).CompactAsync(Sample.Spy, 2023);
            Assert.Equal(undisturbed.Objects, inner.Objects);
        }
        Assert.True(stops > 20, $"{stops} stops");
    }

    /// <summary>A reader that has listed single files finds their downloads after they were joined.</summary>
    [Fact]
    public async Task A_reader_with_an_old_list_reads_on()
    {
        var lake = await FillAsync(store);
        var reader = await DataLake.OpenAsync(store);
        var listed = await reader.DownloadsAsync(Sample.Spy);
        await lake.CompactAsync(Sample.Spy, 2022);
        var between = await reader.DownloadsAsync(Sample.Spy);
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", First, Sample.Bars(lastClose: 150));
        await lake.CompactAsync(Sample.Spy, 2023);
        foreach (var download in listed.Concat(between))
            Assert.Equal(download.RetrievedAt, (await reader.ReadDownloadAsync(download)).RetrievedAt);
    }

    [Fact]
    public async Task Verification_reads_joined_files_and_names_damage()
    {
        var lake = await FillAsync(store);
        var sound = await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);
        await lake.CompactAsync(Sample.Spy, 2023);
        var joined = await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);
        Assert.Equal(sound.Rows, joined.Rows);
        Assert.Equal(sound.Findings.Select(finding => finding.Detail), joined.Findings.Select(finding => finding.Detail));

        var path = store.Objects.Keys.First(JoinedDownloads.IsJoined);
        await store.PutAsync("raw.market/symbol=SPY/source=yahoo/2020-01234567.parquet", store.Objects[path]);
        await store.PutAsync(path, store.Objects[path].Select((b, i) => i == 40 ? (byte)~b : b).ToArray());
        var damaged = await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);
        Assert.Contains(damaged.Findings, finding => finding.Path == path && finding.Check == "digest"
            && finding.Detail.Contains("it does not have the digest that its name states", StringComparison.Ordinal));
        Assert.Contains(damaged.Findings, finding => finding.Check == "orphan"
            && finding.Path == "raw.market/symbol=SPY/source=yahoo/2020-01234567.parquet");
    }

    [Fact]
    public async Task A_damaged_download_is_named_and_nothing_is_changed()
    {
        var lake = await FillAsync(store);
        var path = (await lake.DownloadsAsync(Sample.Spy))[0].Path;
        await store.PutAsync(path, new byte[] { 1, 2, 3 });
        var before = store.Objects.ToDictionary(one => one.Key, one => one.Value);
        var error = await Assert.ThrowsAsync<LakeException>(() => lake.CompactAsync(Sample.Spy, 2022));
        Assert.StartsWith($"{path} is corrupt", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, store.Objects);
    }

    /// <summary>Every download with every value, in order.</summary>
    private static async Task<string> AnswersAsync(DataLake lake)
    {
        var answers = new List<string>();
        foreach (var download in await lake.DownloadsAsync(Sample.Spy))
        {
            var bars = (await lake.ReadDownloadAsync(download)).Bars;
            answers.Add($"{download.Source} {download.RetrievedAt:O} {download.Vintage} {bars.HasEvents} " + string.Join(' ',
                Enumerable.Range(0, bars.Count).Select(i => FormattableString.Invariant(
                    $"{bars.Session[i]:O}|{bars.Open[i]}|{bars.High[i]}|{bars.Low[i]}|{bars.Close[i]}|{bars.AdjustedClose[i]}|")
                    + FormattableString.Invariant(
                        $"{bars.Volume[i]}|{bars.Dividend[i]}|{bars.SplitRatio[i]}|{bars.Settled[i]}"))));
        }
        return string.Join('\n', answers);
    }
}
