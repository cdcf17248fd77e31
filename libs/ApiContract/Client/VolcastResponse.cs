namespace Volcast.ApiContract.Client;

/// <summary>A document, and how fresh it is.</summary>
/// <param name="Document">What the service sent.</param>
/// <param name="IsUnchanged">Whether the service confirmed by ETag that the client's earlier document is still current.</param>
/// <param name="StaleReason">Why the service could not refresh it; null where it is up to date.</param>
/// <param name="Age">Time since the service's last successful refresh; null where it is up to date.</param>
/// <typeparam name="T">The document's type.</typeparam>
public sealed record VolcastResponse<T>(T Document, bool IsUnchanged, string? StaleReason, TimeSpan? Age);
