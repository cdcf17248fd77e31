using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using Amazon.S3.Model;
using Volcast.Files;
using Volcast.Lake.Stores;

namespace Volcast.Lake.S3;

/// <summary>
/// Objects in a bucket of AWS S3 or of a server with the same protocol. Each put carries the SHA-256 of its content and a random
/// name of its own as metadata: by the name, a put whose response was lost recognises its own object.
/// </summary>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private readonly S3Location location;
    private readonly S3Connection connection;
    private readonly S3Puts puts;

    /// <exception cref="LakeException">The region of a bucket of AWS is not known.</exception>
    public S3ObjectStore(S3Location location, S3Options options)
    {
        (this.location, connection) = (location, new(options));
        puts = new(location.Bucket, connection);
    }

    public string Description => location.ToString();

    public void Dispose() => connection.Dispose();

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKeys.Require(key);
        var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.KeyOf(key) };
        return ExplainAsync(S3Action.Read, key, async () =>
        {
            try
            {
                return await connection.SendAsync((client, stop) => ReadAsync(client, request, stop), cancellationToken);
            }
            catch (AmazonS3Exception missing) when (IsMissing(missing))
            {
                return null;
            }
        });
    }

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        ObjectKeys.Require(key);
        return ExplainAsync(S3Action.Write, key, async () =>
            await puts.PutAsync(location.KeyOf(key), content.ToArray(), condition, cancellationToken)
            ?? throw new PutConditionException(key));
    }

    public Task<string?> StampAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKeys.Require(key);
        return ExplainAsync(
            S3Action.Read, key, async () => (await puts.HeadAsync(location.KeyOf(key), cancellationToken))?.ETag);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var skipped = location.KeyOf("").Length;
        var request = new ListObjectsV2Request
        {
            BucketName = location.Bucket,
            Prefix = location.KeyOf(prefix),
            MaxKeys = connection.Options.PageSize,
        };
        return ExplainAsync<IReadOnlyList<string>>(S3Action.List, prefix, async () =>
        {
            var keys = new List<string>();
            do
            {
                var page = await connection.SendAsync(
                    (client, stop) => client.ListObjectsV2Async(request, stop), cancellationToken);
                keys.AddRange((page.S3Objects ?? []).Select(found => found.Key[skipped..]).Where(ObjectKeys.IsListed));
                request.ContinuationToken = page.IsTruncated is true ? page.NextContinuationToken : null;
            }
            while (request.ContinuationToken is not null);
            keys.Sort(StringComparer.Ordinal);
            return keys;
        });
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKeys.Require(key);
        var request = new DeleteObjectRequest { BucketName = location.Bucket, Key = location.KeyOf(key) };
        return ExplainAsync(S3Action.Delete, key, async () =>
        {
            try
            {
                await connection.SendAsync((client, stop) => client.DeleteObjectAsync(request, stop), cancellationToken);
            }
            catch (AmazonS3Exception missing) when (IsMissing(missing))
            {
                // It is not there, as wanted.
            }
            return true;
        });
    }

    /// <summary>Whether the object does not exist. A response to a request for the head of an object has no body, and so no
    /// code.</summary>
    internal static bool IsMissing(AmazonS3Exception failure) =>
        failure.StatusCode == HttpStatusCode.NotFound && failure.ErrorCode != S3Failures.NoBucket;

    private static async Task<StoredObject?> ReadAsync(AmazonS3Client client, GetObjectRequest request, CancellationToken stop)
    {
        using var response = await client.GetObjectAsync(request, stop);
        var digest = response.Metadata[S3Puts.DigestName];
        var content = new byte[response.ContentLength];
        try
        {
            await using var stream = Unhashed(response.ResponseStream, digest);
            await stream.ReadExactlyAsync(content, stop);
        }
        catch (AmazonClientException refusal) when (refusal.InnerException is null)
        {
            throw new DamagedObjectException(); // The SDK has found another MD5 than the ETag's.
        }
        return digest is not null && digest != Digest.Of(content)
            ? throw new DamagedObjectException()
            : new(content, S3Puts.Bare(response.ETag));
    }

    /// <summary>The content without the checks of the SDK where the object states its SHA-256, which covers what they do. The SDK
    /// compares the ETag with an MD5 that it computes in C#, a fifth of the processor time of a read.</summary>
    private static Stream Unhashed(Stream content, string? digest) =>
        digest is not null && content is WrapperStream checking ? checking.GetNonWrapperBaseStream() : content;

    private async Task<T> ExplainAsync<T>(S3Action action, string key, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (S3Failures.Explain(failure, action, key, location, connection.Options) is { } explained)
        {
            throw explained;
        }
    }
}
