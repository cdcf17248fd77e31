using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

/// <summary>What every store does, whatever holds its objects.</summary>
public abstract class ObjectStoreContract
{
    /// <summary>A new empty store; skips the test where there is none of this kind.</summary>
    protected abstract Task<IObjectStore> OpenAsync();

    [Fact]
    public async Task An_object_reads_back_with_its_ETag_and_is_replaced_as_a_unit()
    {
        var store = await OpenAsync();
        var etag = await store.PutAsync("a/b.bin", new byte[] { 1, 2, 3 });
        var got = await store.GetAsync("a/b.bin");
        Assert.Equal([1, 2, 3], got!.Content);
        Assert.Equal(etag, got.ETag);
        await store.PutAsync("a/b.bin", new byte[] { 4 });
        Assert.Equal([4], (await store.GetAsync("a/b.bin"))!.Content);
        Assert.Null(await store.GetAsync("a/c.bin"));
        Assert.Null(await store.GetAsync("x/y.bin"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000_001)]
    public async Task Every_length_reads_back(int length)
    {
        var store = await OpenAsync();
        var content = new byte[length];
        new Random(length).NextBytes(content);
        await store.PutAsync("bytes", content);
        var got = (await store.GetAsync("bytes"))!.Content;
        Assert.True(content.AsSpan().SequenceEqual(got));
    }

    [Fact]
    public async Task A_put_with_a_failed_condition_changes_nothing()
    {
        var store = await OpenAsync();
        var etag = await store.PutAsync("k", new byte[] { 1 }, PutCondition.IfNoneMatch);
        var other = await store.PutAsync("other", new byte[] { 9 });
        await Assert.ThrowsAsync<PutConditionException>(() => store.PutAsync("k", new byte[] { 2 }, PutCondition.IfNoneMatch));
        await Assert.ThrowsAsync<PutConditionException>(() =>
            store.PutAsync("k", new byte[] { 2 }, PutCondition.IfMatch(other)));
        await Assert.ThrowsAsync<PutConditionException>(() =>
            store.PutAsync("none", new byte[] { 2 }, PutCondition.IfMatch(etag)));
        Assert.Null(await store.GetAsync("none"));
        Assert.Equal([1], (await store.GetAsync("k"))!.Content);
        var next = await store.PutAsync("k", new byte[] { 3 }, PutCondition.IfMatch(etag));
        Assert.Equal([3], (await store.GetAsync("k"))!.Content);
        await Assert.ThrowsAsync<PutConditionException>(() => store.PutAsync("k", new byte[] { 4 }, PutCondition.IfMatch(etag)));
        await store.PutAsync("k", new byte[] { 5 }, PutCondition.IfMatch(next));
        Assert.Equal([5], (await store.GetAsync("k"))!.Content);
    }

    [Fact]
    public async Task Of_forty_racing_creators_of_the_same_content_one_wins()
    {
        var store = await OpenAsync();
        Assert.Equal(1, await WinnersAsync(_ => store.PutAsync("lease", new byte[] { 7 }, PutCondition.IfNoneMatch)));
    }

    [Fact]
    public async Task Of_forty_racing_replacements_of_one_version_one_wins()
    {
        var store = await OpenAsync();
        var etag = await store.PutAsync("lease", new byte[] { 255 });
        Assert.Equal(1, await WinnersAsync(
            writer => store.PutAsync("lease", new[] { (byte)writer }, PutCondition.IfMatch(etag))));
    }

    [Fact]
    public async Task The_stamp_changes_with_the_object()
    {
        var store = await OpenAsync();
        Assert.Null(await store.StampAsync("a"));
        await store.PutAsync("a", new byte[] { 1 });
        var first = await store.StampAsync("a");
        Assert.Equal(first, await store.StampAsync("a"));
        await store.PutAsync("a", new byte[] { 1, 2 });
        Assert.NotEqual(first, await store.StampAsync("a"));
        await store.DeleteAsync("a");
        Assert.Null(await store.StampAsync("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("./a")]
    public async Task A_key_that_could_leave_the_stores_place_is_refused(string key)
    {
        var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.GetAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(key, new byte[] { 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key));
    }

    [Fact]
    public async Task Keys_are_listed_by_prefix_in_ordinal_order_without_the_stores_own()
    {
        var store = await OpenAsync();
        foreach (var key in new[] { "t/b", "t/a", "t/A", "tt/x", "u" })
            await store.PutAsync(key, new byte[] { 1 });
        await store.PutAsync(".leases/SPY.lock", new byte[] { 1 });
        await store.PutAsync("t/.a.tmp", new byte[] { 1 });
        Assert.Equal(["t/A", "t/a", "t/b"], await store.ListAsync("t/"));
        Assert.Equal(["t/A", "t/a", "t/b", "tt/x"], await store.ListAsync("t"));
        Assert.Equal(["t/a"], await store.ListAsync("t/a"));
        Assert.Equal(5, (await store.ListAsync("")).Count);
        Assert.Empty(await store.ListAsync("nothing/here"));
    }

    [Fact]
    public async Task The_names_of_indices_and_years_read_back_and_are_listed()
    {
        var store = await OpenAsync();
        const string key = "curated.market/year=2020/symbol=%5EVIX/part-0.parquet";
        await store.PutAsync(key, new byte[] { 1 });
        Assert.Equal([key], await store.ListAsync("curated.market/year=2020/symbol=%5E"));
        Assert.Equal([1], (await store.GetAsync(key))!.Content);
        Assert.Null(await store.GetAsync("curated.market/year=2020/symbol=^VIX/part-0.parquet"));
    }

    [Fact]
    public async Task Deleting_ignores_missing_objects()
    {
        var store = await OpenAsync();
        await store.PutAsync("a/b/c", new byte[] { 1 });
        await store.PutAsync("a/d", new byte[] { 1 });
        await store.DeleteAsync("a/b/c");
        await store.DeleteAsync("a/b/c");
        Assert.Null(await store.GetAsync("a/b/c"));
        Assert.Equal(["a/d"], await store.ListAsync(""));
    }

    /// <summary>How many of 40 writers that start together succeed; the others must find that the condition does not
    /// hold.</summary>
    private static async Task<int> WinnersAsync(Func<int, Task<string>> put)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, 40).Select(async writer =>
        {
            await start.Task;
            try
            {
                await put(writer);
                return 1;
            }
            catch (PutConditionException)
            {
                return 0;
            }
        }).ToArray();
        start.SetResult();
        return (await Task.WhenAll(writers)).Sum();
    }
}
