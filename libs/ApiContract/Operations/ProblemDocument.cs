namespace Volcast.ApiContract.Operations;

/// <summary>The shape of every error response (RFC 9457).</summary>
/// <param name="Type">urn:volcast:problem: followed by the code.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The kind of problem. A code never changes its meaning.</param>
/// <param name="Detail">What happened and what the client can do.</param>
/// <param name="Instance">The path of the request.</param>
/// <param name="TraceId">Finds the request in the log.</param>
/// <param name="Field">The parameter, header or position in the body; left out where none is at fault.</param>
public sealed record ProblemDocument(
    string Type, string Title, int Status, string Code, string Detail, string Instance, string TraceId, string? Field = null);
