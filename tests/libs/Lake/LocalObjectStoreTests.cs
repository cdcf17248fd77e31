using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class LocalObjectStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalObjectStore store;

    public LocalObjectStoreTests() => store = new(folder["lake"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_object_reads_back_with_its_ETag_and_is_replaced_as_a_unit()
    {
        var etag = await store.PutAsync("a/b.bin", new byte[] { 1, 2, 3 });
        var got = await store.GetAsync("a/b.bin");
        Assert.Equal([1, 2, 3], got!.Content);
        Assert.Equal(etag, got.ETag);
        await store.PutAsync("a/b.bin", new byte[] { 4 });
        Assert.Equal([4], (await store.GetAsync("a/b.bin"))!.Content);
        Assert.Null(await store.GetAsync("a/c.bin"));
        Assert.Null(await store.GetAsync("x/y.bin"));
    }

    [Fact]
    public async Task The_ETag_is_the_digest_of_the_content() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", // FIPS 180-2, B.1
        await store.PutAsync("abc", "abc"u8.ToArray()));

    [Fact]
    public async Task A_put_with_a_failed_condition_changes_nothing()
    {
        var etag = await store.PutAsync("k", new byte[] { 1 }, PutCondition.IfNoneMatch);
        await Assert.ThrowsAsync<PutConditionException>(() => store.PutAsync("k", new byte[] { 2 }, PutCondition.IfNoneMatch));
        await Assert.ThrowsAsync<PutConditionException>(() =>
            store.PutAsync("k", new byte[] { 2 }, PutCondition.IfMatch("other")));
        await Assert.ThrowsAsync<PutConditionException>(() =>
            store.PutAsync("none", new byte[] { 2 }, PutCondition.IfMatch(etag)));
        Assert.Equal([1], (await store.GetAsync("k"))!.Content);
        await store.PutAsync("k", new byte[] { 3 }, PutCondition.IfMatch(etag));
        Assert.Equal([3], (await store.GetAsync("k"))!.Content);
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
    public async Task A_key_that_could_leave_the_folder_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => store.GetAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(key, new byte[] { 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key));
    }

    [Fact]
    public async Task Keys_are_listed_by_prefix_in_ordinal_order_without_the_stores_own_files()
    {
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
    public async Task Deleting_removes_empty_folders_and_ignores_missing_objects()
    {
        await store.PutAsync("a/b/c", new byte[] { 1 });
        await store.PutAsync("a/d", new byte[] { 1 });
        await store.DeleteAsync("a/b/c");
        await store.DeleteAsync("a/b/c");
        Assert.False(Directory.Exists(Path.Combine(store.Root, "a/b")));
        Assert.Equal(["a/d"], await store.ListAsync(""));
    }

    [Fact]
    public async Task A_failed_put_names_key_and_cause_and_leaves_the_old_bytes_and_no_temporary_file()
    {
        await store.PutAsync("file", new byte[] { 1 });
        var error = await Assert.ThrowsAsync<LakeException>(() => store.PutAsync("file/below", new byte[] { 2 }));
        Assert.Contains("Cannot write file/below", error.Message);
        Assert.IsAssignableFrom<IOException>(error.InnerException);

        Directory.CreateDirectory(Path.Combine(store.Root, "folder"));
        await File.WriteAllBytesAsync(Path.Combine(store.Root, "folder", "inside"), [1]);
        await Assert.ThrowsAsync<LakeException>(() => store.PutAsync("folder", new byte[] { 2 }));
        Assert.Empty(Directory.GetFiles(store.Root, "*.tmp", SearchOption.AllDirectories));
        Assert.Equal([1], (await store.GetAsync("file"))!.Content);
    }

    /// <summary>Stores that know nothing of each other stand for processes.</summary>
    [Fact]
    public async Task Of_many_writers_without_leases_one_creates_the_object_and_nothing_mixes()
    {
        for (var round = 0; round < 200; round++)
        {
            var key = $"race/{round}";
            var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                try
                {
                    await new LocalObjectStore(store.Root) { HasLeases = false }.PutAsync(
                        key, Enumerable.Repeat((byte)writer, 5_000).ToArray(), PutCondition.IfNoneMatch);
                    return true;
                }
                catch (PutConditionException)
                {
                    return false;
                }
            })).ToArray();
            var won = await Task.WhenAll(writers);
            var winner = (byte)Array.IndexOf(won, true);
            Assert.Single(won, isWinner => isWinner);
            Assert.All((await store.GetAsync(key))!.Content, value => Assert.Equal(winner, value));
        }
        Assert.Empty(Directory.GetFiles(store.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_failed_read_names_the_key()
    {
        Directory.CreateDirectory(Path.Combine(store.Root, "folder"));
        Assert.Contains("Cannot read folder", (await Assert.ThrowsAsync<LakeException>(() => store.GetAsync("folder"))).Message);
    }

    [Fact]
    public async Task A_delete_that_fails_names_key_and_cause()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "nobody may delete files of /proc");
        var error = await Assert.ThrowsAsync<LakeException>(() => new LocalObjectStore("/proc/self").DeleteAsync("comm"));
        Assert.StartsWith("Cannot delete comm in /proc/self: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.InnerException!.Message, error.Message, StringComparison.Ordinal);
    }
}
