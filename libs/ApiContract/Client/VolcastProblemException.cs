using System.Net;
using Volcast.ApiContract.Operations;

namespace Volcast.ApiContract.Client;

/// <summary>The service refused a request or could not answer it.</summary>
public sealed class VolcastProblemException : Exception
{
    /// <summary>The code where the response is not a problem document, such as one of a proxy in front of the service.</summary>
    public const string UnexpectedResponse = "unexpected_response";

    /// <param name="problem">The service's problem document.</param>
    /// <param name="retryAfter">The time of the header Retry-After, or null.</param>
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

    /// <summary>The kind of problem. A code never changes its meaning.</summary>
    public string Code => Problem.Code;

    /// <summary>How long to wait before a retry; null where a retry does not help, or the service does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
