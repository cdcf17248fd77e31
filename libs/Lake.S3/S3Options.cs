using System.Security.Cryptography;

namespace Volcast.Lake.S3;

/// <summary>How to reach the server, and how patient to be with it.</summary>
public sealed record S3Options
{
    /// <summary>The server's address; null for AWS, or for the address that the AWS SDK's own settings name.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The bucket's region; null for the one that the AWS SDK's own settings name. Servers other than AWS ignore
    /// it.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket's name is in the path of an address and not in its host name. Default: true with an
    /// <see cref="Endpoint"/>.</summary>
    public bool? UsesPathStyle { get; init; }

    /// <summary>Whether the SDK adds the checksums that AWS introduced in 2024 only where an operation needs them, for servers
    /// that do not know them. Either way each put carries the SHA-256 of its content in its signature.</summary>
    public bool SendsChecksumsOnlyWhereRequired { get; init; }

    /// <summary>The credentials; null for those that the AWS SDK finds: environment, profile, role of the container or
    /// machine.</summary>
    public S3AccessKey? AccessKey { get; init; }

    /// <summary>Requests that are sent at the same time, at most. Default: 64.</summary>
    public int MaximumParallel { get; init; } = 64;

    /// <summary>The keys of one page of a listing, at most. Default: 1000, which is the most that servers accept.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>How often a request is repeated after a failure that may pass. Default: 7.</summary>
    public int Retries { get; init; } = 7;

    /// <summary>The mean pause before the first repetition, which doubles with each further one. Default: 100 ms.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause. Default: 5 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request may take. Default: 20 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Seeds the jitter of the pauses. Random by default, so that no two programs repeat their requests in
    /// step.</summary>
    public int JitterSeed { get; init; } = RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>Measures pauses and timeouts. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>An access key with its secret. Its text shows no secret.</summary>
/// <param name="Id">The id, which is not secret.</param>
/// <param name="Secret">The secret part.</param>
/// <param name="SessionToken">The token of temporary credentials; null for lasting ones.</param>
public sealed record S3AccessKey(string Id, string Secret, string? SessionToken = null)
{
    public override string ToString() => Id;
}
