using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

public sealed class ImmutableObjectTests
{
    private readonly MemoryObjectStore store = new();

    private Task PutAsync(params byte[] content) => ImmutableObject.PutAsync(store, "a/b", content, CancellationToken.None);

    [Fact]
    public async Task The_same_content_put_twice_is_stored_once()
    {
        await PutAsync(1, 2);
        await PutAsync(1, 2);
        Assert.Equal([1, 2], Assert.Single(store.Objects).Value);
    }

    [Theory]
    [InlineData(new byte[] { 1, 3 })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public async Task Other_content_under_the_same_key_is_refused_and_changes_nothing(byte[] other)
    {
        await PutAsync(1, 2);
        await Assert.ThrowsAsync<PutConditionException>(() => PutAsync(other));
        Assert.Equal([1, 2], Assert.Single(store.Objects).Value);
    }

    /// <summary>Another run's clean-up can delete an object between the refused put and the read that compares.</summary>
    [Fact]
    public async Task An_object_that_vanishes_after_the_refusal_is_a_failure()
    {
        await PutAsync(1, 2);
        var vanishing = new UnreliableStore(store) { OnGet = () => store.DeleteAsync("a/b") };
        await Assert.ThrowsAsync<PutConditionException>(() =>
            ImmutableObject.PutAsync(vanishing, "a/b", new byte[] { 1, 2 }, CancellationToken.None));
    }
}
