namespace Volcast.WebHosting.Problems;

/// <summary>Ends a request with a problem response (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The kind of problem for programs, such as <c>unknown_feature</c>. A code never changes its meaning.</param>
/// <param name="detail">What happened and what the client can do.</param>
/// <param name="field">The parameter, header or position in the body, such as <c>rows[3].vix</c>; null if the error concerns
/// none of them.</param>
public sealed class ProblemException(int status, string code, string detail, string? field = null) : Exception(detail)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public string? Field { get; } = field;

    /// <summary>Seconds after which the client may retry; null where a retry does not help.</summary>
    public int? RetryAfter { get; init; }

    public static ProblemException Invalid(string code, string detail, string? field) =>
        new(StatusCodes.Status400BadRequest, code, detail, field);

    public static ProblemException NotFound(string code, string detail, string? field = null) =>
        new(StatusCodes.Status404NotFound, code, detail, field);

    public static ProblemException Unavailable(string code, string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, code, detail) { RetryAfter = 5 };
}
