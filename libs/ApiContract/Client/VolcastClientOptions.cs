namespace Volcast.ApiContract.Client;

/// <summary>How a client reaches the service.</summary>
/// <param name="Address">The service's address, such as http://127.0.0.1:8080.</param>
public sealed record VolcastClientOptions(Uri Address)
{
    /// <summary>Sent as <c>Authorization: Bearer</c>; null where the service needs no key.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A request that takes longer ends with a <see cref="TimeoutException"/>; 10 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many responses the client keeps, so that it can ask by ETag whether they have changed. Default: 64; 0 keeps
    /// none.</summary>
    public int CachedResponses { get; init; } = 64;
}
