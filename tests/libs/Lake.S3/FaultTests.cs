using Volcast.Lake.Stores;

namespace Volcast.Lake.S3.Tests;

/// <summary>Faults of the network and the server neither lose nor change anything.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class FaultTests
{
    /// <summary>Several attempts without pauses.</summary>
    private static S3Options Through(FaultProxy proxy) => S3Bucket.Options with
    {
        Endpoint = proxy.Address,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(5),
        AttemptTimeout = TimeSpan.FromSeconds(2),
    };

    [S3Theory]
    [InlineData(Fault.ServerError)]
    [InlineData(Fault.SlowDown)]
    [InlineData(Fault.NotUnderstood)]
    [InlineData(Fault.Silence)]
    [InlineData(Fault.CutRequest)]
    [InlineData(Fault.CutAnswer)]
    [InlineData(Fault.LostAnswer)]
    public async Task Every_operation_passes_a_fault(object kind)
    {
        var fault = (Fault)kind;
        using var bucket = await S3Bucket.CreateAsync();
        await using var proxy = new FaultProxy(S3Server.Instance.Endpoint);
        using var store = bucket.Open(Through(proxy));
        var content = new byte[100_000];
        new Random(1).NextBytes(content);

        Plant();
        var first = await store.PutAsync("k", content, PutCondition.IfNoneMatch);
        Plant();
        var got = await store.GetAsync("k");
        Assert.Equal(first, got!.ETag);
        Assert.Equal(content, got.Content);
        Plant();
        Assert.Equal(first, await store.StampAsync("k"));
        Plant();
        var second = await store.PutAsync("k", new byte[] { 1 }, PutCondition.IfMatch(first));
        Assert.NotEqual(first, second);
        Plant();
        Assert.Equal(["k"], await store.ListAsync(""));
        Plant();
        await store.DeleteAsync("k");
        Assert.Null(await store.GetAsync("k"));
        Assert.Equal(6, proxy.Count(fault));

        // The next request only.
        void Plant()
        {
            var planted = 0;
            proxy.Choose = (_, _) => Interlocked.Exchange(ref planted, 1) == 0 ? fault : Fault.None;
        }
    }

    [S3Fact]
    public async Task A_put_whose_response_was_lost_is_a_conflict_if_another_writer_has_replaced_its_object()
    {
        using var bucket = await S3Bucket.CreateAsync();
        await using var proxy = new FaultProxy(S3Server.Instance.Endpoint);
        using var store = bucket.Open(Through(proxy));
        using var other = bucket.Open();
        var first = await store.PutAsync("k", new byte[] { 0 });
        var puts = 0;
        proxy.Choose = (method, _) =>
        {
            if (method != "PUT" || ++puts > 2)
                return Fault.None;
            if (puts == 2)
                other.PutAsync("k", new byte[] { 2 }).GetAwaiter().GetResult();
            return puts == 1 ? Fault.LostAnswer : Fault.None;
        };
        await Assert.ThrowsAsync<PutConditionException>(() => store.PutAsync("k", new byte[] { 1 }, PutCondition.IfMatch(first)));
        Assert.Equal([2], (await other.GetAsync("k"))!.Content);
    }

    [S3Fact]
    public async Task A_sample_of_random_faults_leaves_the_same_bytes()
    {
        var faults = new Faults(seed: 20260201, faults: 40);
        Assert.Empty(await faults.RunAsync());
        Assert.Equal(40, faults.Planted.Values.Sum());
    }
}
