namespace Volcast.Services.Api.Problems;

/// <summary>What a client did wrong or cannot have now, in the words of its own answer.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Names the kind of problem for programs, such as <c>unknown_feature</c>; never changes.</param>
/// <param name="detail">What happened and what to do.</param>
/// <param name="field">The parameter or the place in the body, such as <c>rows[3].vix</c>; null where it is none.</param>
internal sealed class ApiProblem(int status, string code, string detail, string? field = null) : Exception(detail)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public string? Field { get; } = field;

    /// <summary>Seconds after which to try again; null where that is of no use.</summary>
    public int? RetryAfter { get; init; }

    public static ApiProblem Invalid(string code, string detail, string? field) =>
        new(StatusCodes.Status400BadRequest, code, detail, field);

    public static ApiProblem NotFound(string code, string detail, string? field = null) =>
        new(StatusCodes.Status404NotFound, code, detail, field);

    public static ApiProblem Unavailable(string code, string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, code, detail) { RetryAfter = 5 };
}
