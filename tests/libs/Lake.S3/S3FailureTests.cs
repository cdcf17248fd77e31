using Amazon.S3.Model;
using Volcast.Lake.Stores;
using Volcast.Lake.Tests;

namespace Volcast.Lake.S3.Tests;

/// <summary>What goes wrong with a server is reported in one line that says what to do and shows no secret.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class S3FailureTests
{
    private const string Secret = "wJalrXUtnFEMI-secret";

    private const string ExpiredAdvice =
        "the credentials have expired. Get new ones, for example with `aws sso login`, and run the command again.";

    /// <summary>One repetition, at once.</summary>
    private static S3Options Quick(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        AccessKey = new("AKIAEXAMPLE", Secret, "session-" + Secret),
        SendsChecksumsOnlyWhereRequired = true,
        Retries = 1,
        FirstPause = TimeSpan.FromMilliseconds(1),
        AttemptTimeout = TimeSpan.FromSeconds(5),
        JitterSeed = 1,
    };

    private static string At(Uri server) => server.GetLeftPart(UriPartial.Authority);

    private static async Task<string> MessageAsync(S3ObjectStore store, Func<S3ObjectStore, Task> act)
    {
        var message = (await Assert.ThrowsAsync<LakeException>(() => act(store))).Message;
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [S3Fact]
    public async Task A_bucket_that_does_not_exist_is_named()
    {
        using var store = new S3ObjectStore(new("no-such-bucket", "data"), S3Bucket.Options);
        var at = $"there is no bucket no-such-bucket at http://127.0.0.1:{S3Server.Instance.Endpoint.Port}. Create it, or "
            + "correct its name where it was given.";
        Assert.Equal($"Cannot read lake.json in s3://no-such-bucket/data: {at}",
            await MessageAsync(store, one => one.GetAsync("lake.json")));
        Assert.Equal($"Cannot list s3://no-such-bucket/data: {at}", await MessageAsync(store, one => one.ListAsync("")));
        Assert.Equal($"Cannot write a in s3://no-such-bucket/data: {at}",
            await MessageAsync(store, one => one.PutAsync("a", new byte[] { 1 }, PutCondition.IfNoneMatch)));
    }

    [S3Fact]
    public async Task An_access_key_that_the_server_does_not_know_is_reported_without_the_secret()
    {
        using var bucket = await S3Bucket.CreateAsync();
        using var store = bucket.Open(S3Bucket.Options with { AccessKey = new("AKIAEXAMPLE", Secret) });
        Assert.EndsWith("does not know the access key. Check AWS_ACCESS_KEY_ID, the profile AWS_PROFILE or the role.",
            await MessageAsync(store, one => one.GetAsync("lake.json")), StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_wrong_secret_is_reported_without_it()
    {
        using var bucket = await S3Bucket.CreateAsync();
        using var store = bucket.Open(S3Bucket.Options with { AccessKey = new(S3Server.Owner.Id, Secret) });
        Assert.EndsWith(
            "the secret does not belong to the access key. Check AWS_SECRET_ACCESS_KEY or the profile AWS_PROFILE.",
            await MessageAsync(store, one => one.GetAsync("lake.json")), StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_missing_permission_for_one_prefix_names_the_permission_and_the_place()
    {
        using var bucket = await S3Bucket.CreateAsync();
        using (var owner = bucket.Open())
            await owner.PutAsync("a", new byte[] { 1 });
        await bucket.Client.PutBucketPolicyAsync(new PutBucketPolicyRequest
        {
            BucketName = bucket.Name,
            Policy = $$"""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/limited"]},
                   "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["arn:aws:s3:::{{bucket.Name}}/allowed/*"]}]}
                """,
        });
        var limited = S3Bucket.Options with { AccessKey = new(S3Server.Limited.Id, S3Server.Limited.Secret) };
        using var allowed = new S3ObjectStore(new(bucket.Name, "allowed"), limited);
        await allowed.PutAsync("a", new byte[] { 1 });
        Assert.NotNull(await allowed.GetAsync("a"));

        using var denied = bucket.Open(limited);
        Assert.Equal(
            $"Cannot read a in {Denied("s3:GetObject (and s3:ListBucket on the bucket, without which a missing object looks like a "
                + "forbidden one)")}",
            await MessageAsync(denied, one => one.GetAsync("a")));
        Assert.Equal(
            $"Cannot write a in {Denied("s3:PutObject")}", await MessageAsync(denied, one => one.PutAsync("a", new byte[] { 1 })));
        Assert.Equal(
            $"Cannot list {bucket.Location}: access is denied. Allow these credentials s3:ListBucket on the bucket {bucket.Name}.",
            await MessageAsync(denied, one => one.ListAsync("")));
        Assert.Equal($"Cannot delete a in {Denied("s3:DeleteObject")}", await MessageAsync(denied, one => one.DeleteAsync("a")));

        string Denied(string permission) =>
            $"{bucket.Location}: access is denied. Allow these credentials {permission} on {bucket.Location}/*.";
    }

    /// <summary>What AWS answers, on a server in this process.</summary>
    [Theory]
    [InlineData(403, "ExpiredToken", "", ExpiredAdvice)]
    [InlineData(400, "ExpiredToken", "", ExpiredAdvice)]
    [InlineData(400, "InvalidToken", "", "the session token does not belong to the access key. Check AWS_SESSION_TOKEN.")]
    [InlineData(301, "PermanentRedirect", "", "the bucket prices is in another region. Set VOLCAST_S3_REGION to it.")]
    [InlineData(400, "AuthorizationHeaderMalformed", "x-amz-bucket-region: eu-central-1\r\n",
        "the bucket prices is in the region eu-central-1. Set VOLCAST_S3_REGION to it.")]
    [InlineData(403, "RequestTimeTooSkewed", "",
        "the clock of this machine differs too much from that of {0}. Set the clock, for example by NTP.")]
    [InlineData(500, "InternalError", "",
        "{0} answered 500 (InternalError), after 2 attempts. It is overloaded or out of order; wait.")]
    [InlineData(405, "MethodNotAllowed", "",
        "{0} answered 405 (MethodNotAllowed). Check VOLCAST_S3_ENDPOINT and VOLCAST_S3_REGION.")]
    public async Task A_refusal_says_what_to_do(int status, string code, string headers, string advice)
    {
        await using var server = new FaultProxy(server: null)
        {
            Answer = (_, _) => Task.FromResult<string?>(FaultProxy.Error(status, code, headers)),
        };
        using var store = new S3ObjectStore(new("prices", "data"), Quick(server.Address));
        Assert.Equal($"Cannot read lake.json in s3://prices/data: {string.Format(advice, At(server.Address))}",
            await MessageAsync(store, one => one.GetAsync("lake.json")));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_reported_and_a_write_may_have_taken_effect()
    {
        await using var server = new FaultProxy(server: null) { Choose = (_, _) => Fault.Silence };
        using var store = new S3ObjectStore(
            new("prices", "data"), Quick(server.Address) with { AttemptTimeout = TimeSpan.FromMilliseconds(200) });
        var late = $"{At(server.Address)} did not answer within 0.2 s, after 2 attempts. Check the network and VOLCAST_S3_ENDPOINT "
            + "and VOLCAST_S3_REGION.";
        Assert.Equal($"Cannot read a in s3://prices/data: {late}", await MessageAsync(store, one => one.GetAsync("a")));
        Assert.Equal($"Cannot write a in s3://prices/data: {late} The write may have taken effect; run the command again.",
            await MessageAsync(store, one => one.PutAsync("a", new byte[] { 1 })));
        Assert.Equal(4, server.Count(Fault.Silence));
    }

    [Fact]
    public async Task A_port_at_which_nobody_listens_is_reported()
    {
        Uri free;
        await using (var gone = new FaultProxy(server: null))
            free = gone.Address;
        using var store = new S3ObjectStore(new("prices", "data"), Quick(free));
        var message = await MessageAsync(store, one => one.GetAsync("a"));
        Assert.StartsWith(
            $"Cannot read a in s3://prices/data: {At(free)} cannot be reached, or breaks connections (",
            message, StringComparison.Ordinal);
        Assert.EndsWith("after 2 attempts. Check the network and VOLCAST_S3_ENDPOINT and VOLCAST_S3_REGION.", message,
            StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_manifest_that_another_tool_wrote_half_stops_its_symbol_and_says_how_to_repair_it()
    {
        using var bucket = await S3Bucket.CreateAsync();
        using var store = bucket.Open();
        await using var lake = await Sample.OpenAsync(store);
        var schema = Tables.CuratedMarketTable.Schema;
        foreach (var symbol in new[] { Sample.Spy, Sample.Vix })
            await lake.CommitAsync(schema, symbol, Sample.Curated(symbol, new(2020, 1, 2), new(2020, 1, 10)));
        var path = LakePaths.Manifest(schema.Name, Sample.Spy);
        var whole = (await store.GetAsync(path))!.Content;
        await bucket.Client.PutObjectAsync(new()
        {
            BucketName = bucket.Name,
            Key = $"data/lake/{path}",
            InputStream = new MemoryStream(whole, 0, whole.Length / 2),
            UseChunkEncoding = false,
        });
        var error = await Assert.ThrowsAsync<LakeException>(() => lake.ReadAsync(schema, Sample.Spy));
        Assert.StartsWith($"{path} is corrupt: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it from a backup, or run `rm -r ", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, (await lake.ReadAsync(schema, Sample.Vix)).Rows);
    }

    [Fact]
    public async Task Missing_credentials_and_a_missing_region_are_reported()
    {
        // The AWS SDK reads the environment of the process.
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", "/no/such/file");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", "/no/such/file");
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION" })
            Environment.SetEnvironmentVariable(name, null);
        await using var server = new FaultProxy(server: null);
        using var store = new S3ObjectStore(new("prices", "data"), Quick(server.Address) with { AccessKey = null });
        Assert.Equal(
            "Cannot read a in s3://prices/data: the AWS SDK found no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
            + "a profile (AWS_PROFILE), or a role for this machine.",
            await MessageAsync(store, one => one.GetAsync("a")));
        Assert.Equal(
            "The region of the bucket is not known. Set VOLCAST_S3_REGION or AWS_REGION to it, or VOLCAST_S3_ENDPOINT to the address "
            + "of another server.",
            Assert.Throws<LakeException>(() => new S3ObjectStore(new("prices", "data"), new())).Message);
    }

    [Theory]
    [InlineData(true, true, "If-None-Match")]
    [InlineData(true, false, "If-None-Match")]
    [InlineData(false, true, "If-Match")]
    public async Task A_server_that_ignores_a_condition_is_refused_whenever_it_is_asked(
        bool ignoresAbsent, bool ignoresETag, string condition)
    {
        var ignoring = new IgnoringStore(one => one.IsAbsent ? ignoresAbsent : ignoresETag);
        for (var run = 0; run < 2; run++)
            Assert.Equal(
                $"The server of memory ignores the condition {condition}, so two runs could overwrite each other's rows. Use a "
                + "server with conditional puts, such as AWS S3 or Ceph, or a folder.",
                (await Assert.ThrowsAsync<LakeException>(() => ConditionalPuts.RequireAsync(ignoring))).Message);
    }

    [Fact]
    public async Task A_server_that_heeds_conditions_is_asked_three_times_and_later_twice()
    {
        var heeding = new IgnoringStore(_ => false);
        await ConditionalPuts.RequireAsync(heeding);
        Assert.Equal(3, heeding.Puts);
        await ConditionalPuts.RequireAsync(heeding);
        Assert.Equal(5, heeding.Puts);
    }

    /// <summary>A store that ignores some conditions.</summary>
    private sealed class IgnoringStore(Predicate<PutCondition> ignores) : IObjectStore
    {
        private readonly MemoryObjectStore inner = new();

        public string Description => inner.Description;

        public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
            inner.GetAsync(key, cancellationToken);

        public int Puts { get; private set; }

        public Task<string> PutAsync(
            string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
            CancellationToken cancellationToken = default)
        {
            Puts++;
            return inner.PutAsync(key, content, ignores(condition) ? default : condition, cancellationToken);
        }

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
            inner.ListAsync(prefix, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
            inner.DeleteAsync(key, cancellationToken);
    }
}
