using Volcast.Lake.Tables;

namespace Volcast.Lake.Tests;

/// <summary><see cref="DataLake.AsOf"/>: the downloads of the past, and nothing that was computed from later ones.</summary>
public sealed class AsOfStoreTests
{
    private static readonly DateTimeOffset Monday = new(2022, 1, 3, 11, 0, 0, 123, TimeSpan.Zero);
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task It_holds_the_downloads_up_to_the_instant_and_no_other_table()
    {
        var lake = await Sample.OpenAsync(store);
        var first = await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday, Sample.Bars(lastClose: 102));
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday.AddMilliseconds(1), Sample.Bars(lastClose: 103));
        await lake.CommitAsync(FindingsTable.Schema, Sample.Spy, Findings("before").ToFrame());

        await using var then = lake.AsOf(Monday);
        Assert.Equal(lake.Kind, then.Kind);
        Assert.Equal([first.Download], await then.DownloadsAsync(Sample.Spy));
        Assert.Equal(102, (await then.ReadDownloadAsync(first.Download)).Bars.Close[^1]);
        Assert.Null(await then.SnapshotAsync(FindingsTable.Schema, Sample.Spy));
        Assert.Empty(await then.SymbolsAsync(FindingsTable.Schema));
        Assert.Equal(2, (await lake.AsOf(Monday.AddMilliseconds(1)).DownloadsAsync(Sample.Spy)).Count);
        Assert.Empty(await lake.AsOf(Monday.AddMilliseconds(-1)).DownloadsAsync(Sample.Spy));
    }

    [Fact]
    public async Task What_is_written_to_it_can_be_read_there_and_leaves_the_lake_as_it_was()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.AddDownloadAsync(Sample.Spy, "yahoo", Monday, Sample.Bars());
        await lake.CommitAsync(FindingsTable.Schema, Sample.Spy, Findings("before").ToFrame());
        var before = store.Objects.ToDictionary(one => one.Key, one => one.Value);

        await using var then = lake.AsOf(Monday);
        await then.CommitAsync(FindingsTable.Schema, Sample.Spy, Findings("first").ToFrame());
        await then.CommitAsync(FindingsTable.Schema, Sample.Spy, Findings("second").ToFrame());
        await then.AddDownloadAsync(Sample.Spy, "yahoo", Monday.AddDays(1), Sample.Bars(lastClose: 104));
        Assert.Equal("second", Assert.Single((await FindingsTable.ReadAsync(then, Sample.Spy, default)).Rows).Detail);
        Assert.Equal("before", Assert.Single((await FindingsTable.ReadAsync(lake, Sample.Spy, default)).Rows).Detail);
        Assert.Equal(2, (await then.DownloadsAsync(Sample.Spy)).Count);
        Assert.Equal(before, store.Objects);
    }

    private static FindingsTable Findings(string detail) => FindingsTable.Of(Sample.Spy,
        [new() { Session = new(2022, 1, 3), Kind = FindingKind.ExtremeReturn, Detail = detail, IsWithheld = false }]);
}
