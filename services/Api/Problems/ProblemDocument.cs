namespace Volcast.Services.Api.Problems;

/// <summary>The one shape of a refusal (RFC 9457), for the documentation.</summary>
/// <param name="Type">urn:volcast:problem: and the code.</param>
/// <param name="Title">Of the status.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Code">Never changes its meaning.</param>
/// <param name="Detail">What happened, and what to do.</param>
/// <param name="Instance">The path.</param>
/// <param name="TraceId">Finds the request in the log.</param>
/// <param name="Field">The parameter, the header or the place in the body; absent where there is none.</param>
internal sealed record ProblemDocument(
    string Type, string Title, int Status, string Code, string Detail, string Instance, string TraceId, string? Field = null);
