using System.Globalization;
using System.Text;

namespace Volcast.Registry.Mlflow;

/// <summary>Address, credentials, timeouts and limits of an MLflow server. Its text never shows a secret.</summary>
public sealed record MlflowOptions
{
    /// <summary>The server's address, <c>http</c> or <c>https</c>, including the path under which it is mounted. It must not
    /// hold a user name or password.</summary>
    public required Uri TrackingUri { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; null for none. It excludes <see cref="Username"/>.</summary>
    public string? Token { get; init; }

    /// <summary>The user name of HTTP basic authentication; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The password of HTTP basic authentication; null or empty for none.</summary>
    public string? Password { get; init; }

    /// <summary>Whether token or password may be sent over plain http to another machine. Default: false, which allows https, and
    /// http to this machine only.</summary>
    public bool AllowsCredentialsOverHttp { get; init; }

    /// <summary>The timeout of one attempt, including its body; 1 s to 1 hour.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The timeout of a call with all its repetitions; at least one attempt, at most 1 day.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a call is repeated after 408, 429, 5xx, a timeout or a broken connection; 0 to 10. A call that would
    /// create a second thing is only repeated if the first attempt cannot have arrived.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>How often a call is repeated if no connection can be made, 0 to 10. A small number reports soon that the
    /// machine is offline.</summary>
    public int ConnectionRetries { get; init; } = 1;

    /// <summary>The approximate wait before the first repetition, doubled each time, with jitter; 1 ms to 1 minute.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before a repetition; up to 1 hour. A longer Retry-After is reported as an error instead of
    /// waited for.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The size limit of a JSON response, in bytes; 1 KiB to 1 GiB.</summary>
    public int LargestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>The size limit of an artifact that is read or written, in bytes; 1 KiB to 2 GB.</summary>
    public int LargestArtifact { get; init; } = 512 * 1024 * 1024;

    /// <summary>The largest number of files in one artifact folder; 1 to 1,000,000.</summary>
    public int MostArtifacts { get; init; } = 10_000;

    /// <summary>Random seed of the jitter.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether the options hold a token or a user name.</summary>
    public bool HasCredentials => !string.IsNullOrEmpty(Token) || !string.IsNullOrEmpty(Username);

    /// <summary>The address as messages and tags show it: without user, password, query and trailing slash.</summary>
    public string DisplayAddress => MlflowAddress.Display(TrackingUri);

    /// <exception cref="RegistryException">A value is out of range, or credentials would be sent unencrypted. The message shows
    /// no secret.</exception>
    public void Validate()
    {
        Require(TrackingUri.IsAbsoluteUri && TrackingUri.Scheme is "http" or "https",
            "The address of an MLflow server must begin with http:// or https://.");
        Require(TrackingUri.UserInfo.Length == 0, "The address of the MLflow server holds a user name or password. Remove it from"
            + " the address, which logs may show, and give MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD instead.");
        Require(string.IsNullOrEmpty(Token) || string.IsNullOrEmpty(Username),
            "Give a token or a user name for the MLflow server, not both.");
        Require(string.IsNullOrEmpty(Password) || !string.IsNullOrEmpty(Username),
            "The MLflow server has a password, but no user name.");
        Require(Username?.Contains(':') != true, "A user name for the MLflow server must not hold a colon.");
        Require(Token?.All(c => c is > ' ' and < '\x7f') != false,
            "The token for the MLflow server may hold visible ASCII characters only: was a line break copied with it?");
        Require(!HasCredentials || TrackingUri.Scheme == "https" || TrackingUri.IsLoopback || AllowsCredentialsOverHttp,
            $"{DisplayAddress} is plain http on another machine, so others on the network could read the token or password."
            + " Use https, or allow plain http for a network that you trust.");
        RequireRange(nameof(AttemptTimeout), AttemptTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        RequireRange(nameof(TotalTimeout), TotalTimeout, AttemptTimeout, TimeSpan.FromDays(1));
        RequireRange(nameof(Retries), Retries, 0, 10);
        RequireRange(nameof(ConnectionRetries), ConnectionRetries, 0, 10);
        RequireRange(nameof(FirstDelay), FirstDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        RequireRange(nameof(LongestDelay), LongestDelay, FirstDelay, TimeSpan.FromHours(1));
        RequireRange(nameof(LargestAnswer), LargestAnswer, 1024, 1 << 30);
        RequireRange(nameof(LargestArtifact), LargestArtifact, 1024, Array.MaxLength);
        RequireRange(nameof(MostArtifacts), MostArtifacts, 1, 1_000_000);
    }

    // A record prints its members: logs must not show the secrets.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{nameof(TrackingUri)} = {DisplayAddress}, credentials = ")
            .Append(!string.IsNullOrEmpty(Token) ? "token" : !string.IsNullOrEmpty(Username) ? "user name and password" : "none");
        return true;
    }

    private static void RequireRange<T>(string name, T value, T least, T most)
        where T : IComparable<T> => Require(
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, $"{name} is {value}: expected {least} to {most}.");

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new RegistryException(RegistryProblem.Invalid, message);
    }
}
