using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

/// <summary>What every object store's stamps promise. Each store has a subclass.</summary>
[Trait(Category.Name, Category.Integration)]
public abstract class StampContractTests
{
    /// <summary>Longer than a file system's clock takes to advance.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(50);

    private protected abstract IObjectStore Store { get; }

    [Fact]
    public async Task A_missing_object_has_no_stamp()
    {
        Assert.Null(await Store.StampAsync("a/b"));
        await Store.PutAsync("a/b", new byte[] { 1 });
        Assert.NotNull(await Store.StampAsync("a/b"));
        await Store.DeleteAsync("a/b");
        Assert.Null(await Store.StampAsync("a/b"));
    }

    [Theory]
    [InlineData(new byte[] { 2 })] // the same length
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[0])]
    public async Task A_put_of_other_content_changes_the_stamp(byte[] content)
    {
        await Store.PutAsync("a/b", new byte[] { 1 });
        var before = await Store.StampAsync("a/b");
        await Task.Delay(ClockStep, TestContext.Current.CancellationToken);
        await Store.PutAsync("a/b", content);
        Assert.NotEqual(before, await Store.StampAsync("a/b"));
    }

    [Fact]
    public async Task Reads_failed_puts_and_changes_of_other_objects_leave_the_stamp_as_it_is()
    {
        await Store.PutAsync("a/b", new byte[] { 1 });
        await Store.PutAsync("a/c", new byte[] { 1 });
        var before = await Store.StampAsync("a/b");
        await Task.Delay(ClockStep, TestContext.Current.CancellationToken);
        await Store.GetAsync("a/b");
        await Store.ListAsync("a/");
        await Store.PutAsync("a/c", new byte[] { 2 });
        await Store.DeleteAsync("a/c");
        await Assert.ThrowsAsync<PutConditionException>(() =>
            Store.PutAsync("a/b", new byte[] { 2 }, PutCondition.IfNoneMatch));
        Assert.Equal(before, await Store.StampAsync("a/b"));
    }
}

public sealed class LocalStampTests : StampContractTests, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private protected override IObjectStore Store => new LocalObjectStore(folder["lake"]);

    public void Dispose() => folder.Dispose();
}

/// <summary>A store without a cheaper stamp uses the interface's default, the object's ETag.</summary>
public sealed class ETagStampTests : StampContractTests
{
    private readonly MemoryObjectStore store = new();

    private protected override IObjectStore Store => store;

    [Fact]
    public async Task The_same_content_again_has_the_same_stamp()
    {
        var etag = await store.PutAsync("k", new byte[] { 1 });
        await store.PutAsync("k", new byte[] { 2 });
        await store.PutAsync("k", new byte[] { 1 });
        Assert.Equal(etag, await Store.StampAsync("k"));
    }
}
