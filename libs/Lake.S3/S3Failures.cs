using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Polly.Timeout;

namespace Volcast.Lake.S3;

/// <summary>What a request was to do.</summary>
internal enum S3Action
{
    Read,
    Write,
    List,
    Delete,
}

/// <summary>The content of an object does not have the digest that its metadata state.</summary>
internal sealed class DamagedObjectException : Exception;

/// <summary>Explains the failures of requests: what happened, to which object, and what to do. No message has a part of a
/// response's text, which may repeat what was signed.</summary>
internal static class S3Failures
{
    internal const string NoBucket = "NoSuchBucket";

    /// <summary>What the SDK calls a response 400 without a code of S3. Ceph's gateway gives it to the request that follows a refused
    /// put on the same connection: it refuses the put before the body has come, and then takes the body for a request.</summary>
    private const string NotUnderstood = "BadRequest";

    private const string Settings = "VOLCAST_S3_ENDPOINT and VOLCAST_S3_REGION";

    private static readonly string[] Expired =
        ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"];

    private static readonly string[] WrongRegion =
        ["PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "TemporaryRedirect"];

    /// <summary>Refusals that say that the request arrived damaged or late, or that another write was at work.</summary>
    private static readonly string[] Passing =
    [
        "SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "OperationAborted", "ConditionalRequestConflict",
        "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch", "RequestTimeTooSkewed", NotUnderstood,
    ];

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        DamagedObjectException or TimeoutRejectedException or IOException or HttpRequestException => true,
        OperationCanceledException => true,
        AmazonS3Exception { ErrorCode: { } code } when Passing.Contains(code) => true,
        AmazonUnmarshallingException => true,
        AmazonServiceException { StatusCode: var status } when (int)status > 0 =>
            (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout,
        AmazonClientException { InnerException: { } cause } => MayPass(cause),
        _ => false,
    };

    /// <summary>The error to report; null for an exception that needs no explanation, such as a stop.</summary>
    /// <param name="failure">What the last attempt threw.</param>
    /// <param name="action">What it was to do.</param>
    /// <param name="key">The key in this place.</param>
    /// <param name="location">The place.</param>
    /// <param name="options">Where requests go.</param>
    public static LakeException? Explain(
        Exception failure, S3Action action, string key, S3Location location, S3Options options)
    {
        if (failure is LakeException or OperationCanceledException and not { InnerException: TimeoutException })
            return null;
        var what = $"Cannot {Verb(action)} {(key.Length > 0 ? $"{key} in " : "")}{location}";
        var why = Reason(failure, action, location, options);
        return why is null ? null : new LakeException($"{what}: {why}", failure);
    }

    private static string? Reason(Exception failure, S3Action action, S3Location location, S3Options options)
    {
        var server = options.Endpoint is { } endpoint ? $"{endpoint.Scheme}://{endpoint.Authority}" : "S3";
        var tried = $"after {options.Retries + 1} attempts";
        var again = action is S3Action.Write or S3Action.Delete ? " The write may have taken effect; run the command again." : "";
        return failure switch
        {
            DamagedObjectException =>
                "its bytes do not have the digest in its metadata: another tool has written a part of it. Restore an earlier "
                + "version of the object, or a backup.",
            AmazonS3Exception { ErrorCode: NoBucket } =>
                $"there is no bucket {location.Bucket} at {server}. Create it, or correct its name where it was given.",
            AmazonS3Exception { ErrorCode: "InvalidBucketName" } =>
                $"{server} does not accept {location.Bucket} as the name of a bucket. Correct it where it was given.",
            AmazonS3Exception { ErrorCode: "InvalidAccessKeyId" or "InvalidClientTokenId" or "UnrecognizedClientException" } =>
                $"{server} does not know the access key. Check AWS_ACCESS_KEY_ID, the profile AWS_PROFILE or the role.",
            AmazonS3Exception { ErrorCode: "SignatureDoesNotMatch" } =>
                "the secret does not belong to the access key. Check AWS_SECRET_ACCESS_KEY or the profile AWS_PROFILE.",
            AmazonS3Exception { ErrorCode: { } code } when Expired.Contains(code) =>
                "the credentials have expired. Get new ones, for example with `aws sso login`, and run the command again.",
            AmazonS3Exception { ErrorCode: "InvalidToken" } =>
                "the session token does not belong to the access key. Check AWS_SESSION_TOKEN.",
            AmazonS3Exception { ErrorCode: "RequestTimeTooSkewed" } =>
                $"the clock of this machine differs too much from that of {server}. Set the clock, for example by NTP.",
            AmazonS3Exception redirect when IsWrongRegion(redirect) =>
                $"the bucket {location.Bucket} is in {RegionOf(redirect)}. Set VOLCAST_S3_REGION to it.",
            AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } =>
                $"access is denied. Allow these credentials {Permission(action)} on "
                + $"{(action == S3Action.List ? $"the bucket {location.Bucket}" : $"{location}/*")}.",
            TimeoutRejectedException or OperationCanceledException =>
                $"{server} did not answer within {options.AttemptTimeout.TotalSeconds:0.#} s, {tried}. Check the network and "
                + $"{Settings}.{again}",
            AmazonServiceException { StatusCode: var status, ErrorCode: var code } when (int)status > 0 =>
                $"{server} answered {(int)status}{(string.IsNullOrEmpty(code) ? "" : $" ({code})")}"
                + (MayPass(failure) ? $", {tried}. It is overloaded or out of order; wait.{again}" : $". Check {Settings}."),
            _ when MayPass(failure) =>
                $"{server} cannot be reached, or breaks connections ({Cause(failure)}), {tried}. Check the network and "
                + $"{Settings}.{again}",
            AmazonClientException =>
                "the AWS SDK found no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile (AWS_PROFILE), "
                + "or a role for this machine.",
            _ => null,
        };
    }

    private static bool IsWrongRegion(AmazonS3Exception failure) =>
        WrongRegion.Contains(failure.ErrorCode)
        || failure.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect;

    private static string RegionOf(AmazonS3Exception failure) =>
        (failure.InnerException as HttpErrorResponseException)?.Response?.GetHeaderValue("x-amz-bucket-region")
            is { Length: > 0 } region ? $"the region {region}" : "another region";

    /// <summary>The kind of the first failure, in words that hold nothing of a request.</summary>
    private static string Cause(Exception failure)
    {
        var first = failure;
        while (first.InnerException is { } inner)
            first = inner;
        return first.Message.TrimEnd('.');
    }

    private static string Verb(S3Action action) => action switch
    {
        S3Action.Read => "read",
        S3Action.Write => "write",
        S3Action.List => "list",
        _ => "delete",
    };

    private static string Permission(S3Action action) => action switch
    {
        S3Action.Read =>
            "s3:GetObject (and s3:ListBucket on the bucket, without which a missing object looks like a forbidden one)",
        S3Action.Write => "s3:PutObject",
        S3Action.List => "s3:ListBucket",
        _ => "s3:DeleteObject",
    };
}
