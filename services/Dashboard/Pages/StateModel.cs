using Volcast.ApiContract.Operations;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>A page that has nothing to show, and says why and what to do.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Heading">What is the case.</param>
/// <param name="Text">Why, and what to do.</param>
public sealed record StateModel(int Status, string Heading, string Text) : PageModel
{
    /// <summary>Whether the text is the reason why the API does not answer, which no banner then repeats.</summary>
    public bool TellsOutage { get; init; }

    /// <summary>The page in place of one whose main document is missing.</summary>
    /// <returns>Null where there is a document.</returns>
    internal static StateModel? Of<T>(ApiAnswer<T> answer) where T : class => answer switch
    {
        { Document: not null } => null,
        { Refusal: { } refusal } => new(refusal.Status, HeadingOf(refusal), refusal.Detail),
        _ => new(StatusCodes.Status503ServiceUnavailable,
            answer.IsReachable ? "The API is not ready yet" : "The API does not answer",
            $"{answer.Outage} This page has no earlier state to show. It tries again by itself.")
        {
            TellsOutage = true,
        },
    };

    private static string HeadingOf(ProblemDocument refusal) => refusal.Code switch
    {
        "unknown_symbol" => "This symbol is not served",
        "no_model" => "No model yet",
        "no_champion" => "No champion yet",
        "no_forecast" => "No forecast of that session",
        "no_session" => "Not a session of the lake",
        "no_version" => "This version does not exist",
        "key_missing" or "key_unknown" or "key_expired" => "Sign in again",
        _ => "The API refused this request",
    };
}
