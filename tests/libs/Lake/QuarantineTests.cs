using Volcast.Lake.Tables;

namespace Volcast.Lake.Tests;

public sealed class QuarantineTests
{
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_refused_row_is_stored_unchanged_with_its_reason()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Vix, new(2020, 1, 2), new(2020, 1, 6));
        frame.Numbers("close")[1] = -1;
        frame.Numbers("open")[1] = double.NaN;
        var split = CuratedMarketTable.Schema.Split(frame);
        await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Vix, split.Quarantined, split.Reasons);
        var kept = await lake.ReadQuarantineAsync(CuratedMarketTable.Schema, Sample.Vix);
        Assert.Equal(1, kept.Count);
        Assert.Equal(("curated.market", "^VIX", "^VIX 2020-01-03"), (kept.Table[0], kept.Symbol[0], kept.RowKey[0]));
        Assert.Equal("range of close: -1, expected > 0", kept.Reason[0]);
        Assert.StartsWith("{\"symbol\":\"^VIX\",\"session\":\"2020-01-03\",\"open\":null,", kept.Row[0]);
        Assert.Contains("\"close\":\"-1\"", kept.Row[0]);
        Assert.Contains(store.Objects.Keys,
            k => k.StartsWith("quarantine/table=curated.market/symbol=%5EVIX/", StringComparison.Ordinal));
        Assert.True(QuarantineTable.Schema.Validate(kept.ToFrame()).IsValid);
    }

    [Fact]
    public async Task The_same_rows_again_change_nothing_and_other_rows_are_added()
    {
        var lake = await Sample.OpenAsync(store);
        var rows = Sample.Curated(Sample.Spy, new(2020, 1, 2), new(2020, 1, 3));
        var first = await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, rows, ["a", "b"]);
        var before = store.Objects.Count;
        Assert.Equal(first, await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, rows, ["a", "b"]));
        Assert.Equal(before, store.Objects.Count);
        await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, rows.Slice(0, 1), ["c"]);
        var kept = await lake.ReadQuarantineAsync(CuratedMarketTable.Schema, Sample.Spy);
        Assert.Equal(["a", "b", "c"], kept.Reason.Order());
    }

    [Fact]
    public async Task Zero_rows_make_no_file_and_each_row_needs_a_reason()
    {
        var lake = await Sample.OpenAsync(store);
        Assert.Null(await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, CuratedMarketTable.Schema.Empty(), []));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy,
                Sample.Curated(Sample.Spy, new(2020, 1, 2), new(2020, 1, 3)), ["one"]));
        Assert.Equal(0, (await lake.ReadQuarantineAsync(CuratedMarketTable.Schema, Sample.Spy)).Count);
    }
}
