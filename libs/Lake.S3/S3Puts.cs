using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Volcast.Files;
using Volcast.Lake.Stores;

namespace Volcast.Lake.S3;

/// <summary>What is known of an object without its content.</summary>
/// <param name="ETag">Without quotation marks.</param>
/// <param name="Put">The random name of the put that made it; null if another tool made it.</param>
internal sealed record S3Head(string ETag, string? Put);

/// <summary>Puts objects with conditions, and recognises its own object after a lost response.</summary>
internal sealed class S3Puts(string bucket, S3Connection connection)
{
    /// <summary>Metadata: the SHA-256 of the content.</summary>
    internal const string DigestName = "volcast-sha256";

    /// <summary>Metadata: the random name of the put.</summary>
    private const string PutName = "volcast-put";

    /// <summary>Whether the server compares If-Match with the bare ETag and not with the quoted one, as RFC 9110 asks.</summary>
    private volatile bool comparesBareETags;

    /// <summary>One put and its repetitions.</summary>
    private sealed record Put(string Key, byte[] Content, string Sha256, string Name);

    /// <summary>An ETag without quotation marks.</summary>
    internal static string Bare(string etag) => etag.Trim('"');

    /// <returns>The ETag; null if the condition does not hold.</returns>
    internal async Task<string?> PutAsync(
        string fullKey, byte[] content, PutCondition condition, CancellationToken cancellationToken)
    {
        var name = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var put = new Put(fullKey, content, Digest.Of(content), name);
        var isBare = comparesBareETags;
        if (await TrySendAsync(put, condition, isBare, cancellationToken) is { } etag)
            return etag;
        var held = await HeadAsync(fullKey, cancellationToken);
        if (held?.Put == name)
            return held.ETag; // The put has taken effect, and its response was lost.
        if (condition.ETag is not { } expected || held?.ETag != expected)
            return null;
        // The condition holds, and the server refused it: it may compare the ETag in the other form.
        etag = await TrySendAsync(put, condition, !isBare, cancellationToken);
        if (etag is not null)
            comparesBareETags = !isBare;
        else if (await HeadAsync(fullKey, cancellationToken) is { } now && now.Put == name)
            return now.ETag;
        return etag;
    }

    /// <returns>Null if the object does not exist.</returns>
    internal async Task<S3Head?> HeadAsync(string fullKey, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = bucket, Key = fullKey };
        try
        {
            var found = await connection.SendAsync(
                (client, stop) => client.GetObjectMetadataAsync(request, stop), cancellationToken);
            return new(Bare(found.ETag), found.Metadata[PutName]);
        }
        catch (AmazonS3Exception missing) when (S3ObjectStore.IsMissing(missing))
        {
            return null;
        }
    }

    /// <returns>The ETag; null if the server says that the condition does not hold.</returns>
    private async Task<string?> TrySendAsync(Put put, PutCondition condition, bool isBare, CancellationToken cancellationToken)
    {
        try
        {
            return Bare((await connection.SendAsync(
                (client, stop) => client.PutObjectAsync(Request(put, condition, isBare), stop), cancellationToken)).ETag);
        }
        catch (AmazonS3Exception refused) when (IsRefusal(refused, condition))
        {
            return null;
        }
    }

    /// <summary>Where If-Match is asked of an object that does not exist, AWS answers 404 and other servers 412.</summary>
    private static bool IsRefusal(AmazonS3Exception failure, PutCondition condition) => condition != default
        && (failure.StatusCode == HttpStatusCode.PreconditionFailed
            || condition.ETag is not null && S3ObjectStore.IsMissing(failure));

    /// <summary>The content type of an object, by which a browser knows how to show it.</summary>
    private static string TypeOf(string key) => Path.GetExtension(key) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".json" => "application/json",
        ".csv" => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    };

    private PutObjectRequest Request(Put put, PutCondition condition, bool isBare)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = put.Key,
            InputStream = new MemoryStream(put.Content, writable: false),
            ContentType = TypeOf(put.Key),
            // The signature then includes the SHA-256 of the whole content, and the server refuses other bytes.
            UseChunkEncoding = false,
            IfNoneMatch = condition.IsAbsent ? "*" : null,
            IfMatch = condition.ETag is { } etag ? isBare ? etag : $"\"{etag}\"" : null,
        };
        request.Metadata[DigestName] = put.Sha256;
        request.Metadata[PutName] = put.Name;
        return request;
    }
}
