namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>How a source sends its requests, and the limits that it keeps. The defaults stay within what Yahoo tolerates from one
/// IP address.</summary>
public record VendorLimits
{
    /// <summary>The User-Agent of each request, unless a setting names another one. Yahoo refuses the name of a program more
    /// often than that of a browser.</summary>
    public const string DefaultUserAgent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    /// <summary>Sent with each request.</summary>
    public string UserAgent { get; init; } = DefaultUserAgent;

    /// <summary>Time limit of one attempt, including its body.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Retries of a request after 429, 5xx, a timeout or a broken connection; 0 to 10.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Retries when no connection can be made at all; few, so that a user without a network gets an answer
    /// soon.</summary>
    public int ConnectionRetries { get; init; } = 1;

    /// <summary>Whether 429 without a Retry-After is worth a retry. False for a vendor that counts requests by the hour or the
    /// day: a retry would only use up more of them.</summary>
    public bool RetriesRateLimit { get; init; } = true;

    /// <summary>Approximate wait before the first retry; doubled each time, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a retry. A longer Retry-After is reported instead of waited for.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Concurrent requests, over all symbols.</summary>
    public int MaximumInFlight { get; init; } = 4;

    /// <summary>Requests within any 60 seconds, over all symbols, including retries and new sessions.</summary>
    public int MaximumPerMinute { get; init; } = 40;

    /// <summary>The largest answer to read, in bytes after decompression; fifty years of one symbol take under 2 MiB from Yahoo
    /// and under 8 MiB from Tiingo.</summary>
    public int LargestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>Receives one line of text before each wait for a retry, so that a long wait does not look like a hang.</summary>
    public Action<string>? OnWaiting { get; init; }

    /// <summary>Random seed of the jitter.</summary>
    public int Seed { get; init; } = 1;
}
