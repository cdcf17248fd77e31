using System.Net;
using Volcast.ApiContract.Operations;

namespace Volcast.ApiContract.Client;

/// <summary>The service refused a request or could not answer it.</summary>
public sealed class VolcastProblemException : Exception
{
    /// <summary>The code where the response is no problem document, as from a proxy before the service.</summary>
    public const string UnexpectedResponse = "unexpected_response";

    /// <param name="problem">What the service said.</param>
    /// <param name="retryAfter">From the response's headers.</param>
    public VolcastProblemException(ProblemDocument problem, TimeSpan? retryAfter)
        : base($"{problem.Status} {problem.Code}{(problem.Field is null ? "" : $" ({problem.Field})")}: {problem.Detail}")
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>Code, field, detail and trace id.</summary>
    public ProblemDocument Problem { get; }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Problem.Status;

    /// <summary>The kind of problem; it never changes its meaning.</summary>
    public string Code => Problem.Code;

    /// <summary>After which time a retry makes sense; null where it does not, or the service does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
