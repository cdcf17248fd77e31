namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Where Yahoo is and how gently it is asked. The defaults are what it tolerates from one address.</summary>
public sealed record YahooOptions
{
    /// <summary>Host of the chart endpoint.</summary>
    public Uri BaseAddress { get; init; } = new("https://query1.finance.yahoo.com");

    /// <summary>The host that a new session turns to when the other one refused.</summary>
    public Uri AlternativeAddress { get; init; } = new("https://query2.finance.yahoo.com");

    /// <summary>A page that hands out the session's cookie, whatever its status.</summary>
    public Uri CookieAddress { get; init; } = new("https://fc.yahoo.com");

    /// <summary>Sent with each request; a program's own name is refused more often.</summary>
    public string UserAgent { get; init; } =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    /// <summary>How long one attempt may take, its body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is repeated after 429, 5xx, a timeout or a broken connection; 0 to 10.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>How often it is repeated when no connection can be made at all: whoever is offline learns it soon.</summary>
    public int ConnectionRetries { get; init; } = 1;

    /// <summary>About the wait before the first repetition; doubled each time, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a repetition. A Retry-After beyond it is not waited for, but reported.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests under way at once, over all symbols.</summary>
    public int MaximumInFlight { get; init; } = 4;

    /// <summary>Requests within any 60 seconds, over all symbols, repetitions and sessions included.</summary>
    public int MaximumPerMinute { get; init; } = 40;

    /// <summary>The largest answer that is read, in bytes once decompressed: fifty years of one symbol are under 2 MiB.</summary>
    public int LargestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>Seed of the jitter.</summary>
    public int Seed { get; init; } = 1;
}
