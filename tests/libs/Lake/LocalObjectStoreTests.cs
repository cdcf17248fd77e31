using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class LocalObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalObjectStore store;

    public LocalObjectStoreTests() => store = new(folder["lake"]);

    public void Dispose() => folder.Dispose();

    protected override Task<IObjectStore> OpenAsync() => Task.FromResult<IObjectStore>(store);

    [Fact]
    public async Task The_ETag_is_the_digest_of_the_content() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", // FIPS 180-2, B.1
        await store.PutAsync("abc", "abc"u8.ToArray()));

    [Fact]
    public async Task Deleting_removes_empty_folders()
    {
        await store.PutAsync("a/b/c", new byte[] { 1 });
        await store.PutAsync("a/d", new byte[] { 1 });
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
                    await LocalObjectStore.WithoutLeases(store.Root).PutAsync(
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
    public async Task A_file_whose_name_is_no_key_is_not_listed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash joins folders there");
        await store.PutAsync("t/a", new byte[] { 1 });
        await File.WriteAllBytesAsync(Path.Combine(store.Root, "t", "a\\b"), [1]);
        Assert.Equal(["t/a"], await store.ListAsync("t/"));
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
