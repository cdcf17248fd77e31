using Amazon.S3.Model;
using Volcast.Files;
using Volcast.Lake.Stores;
using Volcast.Lake.Tests;

namespace Volcast.Lake.S3.Tests;

/// <summary>A real server does what a folder does, and what only a server can do.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class S3ObjectStoreTests : ObjectStoreContract, IDisposable
{
    private const string ETag = "0123456789abcdef0123456789abcdef";
    private S3Bucket? bucket;

    public void Dispose() => bucket?.Dispose();

    protected override async Task<IObjectStore> OpenAsync() => (bucket = await S3Bucket.CreateAsync()).Open();

    [S3Fact]
    public async Task A_listing_of_many_pages_is_complete()
    {
        using var many = await S3Bucket.CreateAsync();
        using var store = many.Open(S3Bucket.Options with { PageSize = 7 });
        var keys = Enumerable.Range(0, 50).Select(number => $"t/{number:000}").ToArray();
        await Task.WhenAll(keys.Select(key => store.PutAsync(key, new byte[] { 1 })));
        Assert.Equal(keys, await store.ListAsync("t/"));
        Assert.Equal(keys[10..20], await store.ListAsync("t/01"));
    }

    [S3Fact]
    public async Task Objects_of_other_tools_whose_names_are_no_keys_are_not_listed()
    {
        using var shared = await S3Bucket.CreateAsync();
        using var store = shared.Open();
        await store.PutAsync("t/a", new byte[] { 1 });
        foreach (var foreign in new[] { "", "t/", "t//b", "t\\b" })
            await shared.Client.PutObjectAsync(
                new() { BucketName = shared.Name, Key = $"data/lake/{foreign}", ContentBody = "" });
        Assert.Equal(["t/a"], await store.ListAsync(""));
        Assert.Equal(["t/a"], await store.ListAsync("t/"));
    }

    [S3Fact]
    public async Task The_server_heeds_both_conditions()
    {
        using var heeding = await S3Bucket.CreateAsync();
        using var store = heeding.Open();
        await ConditionalPuts.RequireAsync(store);
        await ConditionalPuts.RequireAsync(store);
        Assert.Empty(await store.ListAsync(""));
    }

    [S3Fact]
    public async Task Another_place_of_the_bucket_is_neither_seen_nor_changed()
    {
        using var shared = await S3Bucket.CreateAsync();
        using var store = shared.Open();
        using var other = new S3ObjectStore(new(shared.Name, "data/lake2"), S3Bucket.Options);
        await other.PutAsync("a", new byte[] { 1 });
        Assert.Empty(await store.ListAsync(""));
        Assert.Null(await store.GetAsync("a"));
        await store.DeleteAsync("a");
        Assert.NotNull(await other.GetAsync("a"));
    }

    [S3Fact]
    public async Task A_whole_bucket_is_a_place_too()
    {
        using var whole = await S3Bucket.CreateAsync();
        using var store = new S3ObjectStore(new(whole.Name, ""), S3Bucket.Options);
        await store.PutAsync("t/a", new byte[] { 1 });
        Assert.Equal(["t/a"], await store.ListAsync(""));
        Assert.Equal($"s3://{whole.Name}", store.Description);
    }

    [S3Fact]
    public async Task An_object_states_its_digest_and_is_checked_against_it()
    {
        using var damaged = await S3Bucket.CreateAsync();
        using var store = damaged.Open(S3Bucket.Options with { Retries = 1, FirstPause = TimeSpan.FromMilliseconds(1) });
        await store.PutAsync("a", "abc"u8.ToArray());
        var head = await damaged.Client.GetObjectMetadataAsync(damaged.Name, "data/lake/a");
        Assert.Equal(Digest.Of("abc"), head.Metadata["volcast-sha256"]);

        var half = new PutObjectRequest { BucketName = damaged.Name, Key = "data/lake/a", ContentBody = "ab" };
        half.Metadata["volcast-sha256"] = Digest.Of("abc");
        await damaged.Client.PutObjectAsync(half);
        var error = await Assert.ThrowsAsync<LakeException>(() => store.GetAsync("a"));
        Assert.Equal(
            $"Cannot read a in {damaged.Location}: its bytes do not have the digest in its metadata: another tool has written a "
            + "part of it. Restore an earlier version of the object, or a backup.",
            error.Message);
    }

    /// <summary>An ETag of 32 hexadecimal digits need not be the MD5 of the content, such as one of an encrypted object.</summary>
    [Fact]
    public async Task An_object_that_states_its_digest_is_read_whatever_its_ETag_is()
    {
        await using var proxy = new FaultProxy(server: null);
        using var store = new S3ObjectStore(new("bucket", "lake"), new()
        {
            Endpoint = proxy.Address,
            AccessKey = new("id", "secret"),
            SendsChecksumsOnlyWhereRequired = true,
            Retries = 0,
        });
        proxy.Answer = (_, _) => Task.FromResult<string?>(Object("abc", $"x-amz-meta-volcast-sha256: {Digest.Of("abc")}\r\n"));
        var stored = await store.GetAsync("a");
        Assert.Equal("abc"u8.ToArray(), stored!.Content);
        Assert.Equal(ETag, stored.ETag);

        // Where it states none, its ETag is taken for the digest.
        proxy.Answer = (_, _) => Task.FromResult<string?>(Object("abc"));
        var error = await Assert.ThrowsAsync<LakeException>(() => store.GetAsync("a"));
        Assert.StartsWith("Cannot read a in s3://bucket/lake: its bytes do not have the digest", error.Message, StringComparison.Ordinal);
        return;

        static string Object(string content, string headers = "") =>
            $"HTTP/1.1 200 OK\r\nETag: \"{ETag}\"\r\nContent-Length: {content.Length}\r\n{headers}Connection: close\r\n\r\n{content}";
    }

    [S3Fact]
    public async Task A_bounded_number_of_requests_runs_at_the_same_time()
    {
        using var busy = await S3Bucket.CreateAsync();
        await using var proxy = new FaultProxy(S3Server.Instance.Endpoint);
        var (now, most) = (0, 0);
        var second = new TaskCompletionSource();
        proxy.Answer = async (_, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            if (Volatile.Read(ref most) > 1)
                second.TrySetResult();
            // The first requests wait for each other, so that a slow machine does not answer one before the next arrives.
            await Task.WhenAny(second.Task, Task.Delay(TimeSpan.FromSeconds(5)));
            await Task.Delay(20);
            Interlocked.Decrement(ref now);
            return FaultProxy.Error(404, "NoSuchKey");
        };
        using var store = busy.Open(S3Bucket.Options with { Endpoint = proxy.Address, MaximumParallel = 3 });
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => store.GetAsync($"k{number}")));
        Assert.InRange(most, 2, 3);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; now > seen; seen = most)
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
