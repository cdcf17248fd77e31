using Volcast.ApiContract.Operations;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>What a page has got of one document of the API.</summary>
/// <param name="Document">The document; null where the API refused the request, or never answered it.</param>
/// <param name="ReceivedAt">When the API last sent or confirmed the document.</param>
/// <param name="Outage">Why the API does not answer now, as a sentence; null while it does. The document is the last good one
/// then.</param>
/// <param name="Refusal">Why the API refused the request; null where it did not.</param>
/// <param name="StaleReason">Why the API itself could not refresh the document for some minutes; null where it could.</param>
/// <param name="IsReachable">Whether the API answered at all, for example that it is still starting.</param>
/// <typeparam name="T">The document's type.</typeparam>
internal sealed record ApiAnswer<T>(
    T? Document, DateTimeOffset ReceivedAt, string? Outage = null, ProblemDocument? Refusal = null, string? StaleReason = null,
    bool IsReachable = true)
    where T : class;
