using System.Globalization;
using System.Net.Http.Json;

namespace Volcast.Deploy.IngestLambda;

/// <summary>An event that Lambda hands to the function.</summary>
/// <param name="Id">Names the invocation in the answer.</param>
/// <param name="Deadline">The time at which Lambda stops the function.</param>
internal sealed record Invocation(string Id, DateTimeOffset Deadline);

/// <summary>A failed invocation.</summary>
/// <param name="ErrorType">The error's name, by which a state machine decides whether to repeat.</param>
/// <param name="ErrorMessage">What happened and what to do.</param>
internal sealed record InvocationError(string ErrorType, string ErrorMessage);

/// <summary>A client of the Lambda runtime API of 2018-06-01, over which Lambda hands events to a program of one's own and takes
/// its answers (AWS Lambda Developer Guide, "Using the Lambda runtime API").</summary>
/// <param name="http">Its base address is that of <see cref="AddressVariable"/>. It must not time out: the next event may be
/// hours away.</param>
internal sealed class RuntimeClient(HttpClient http)
{
    /// <summary>The environment variable in which Lambda gives host and port.</summary>
    public const string AddressVariable = "AWS_LAMBDA_RUNTIME_API";

    private const string Root = "2018-06-01/runtime/invocation";

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="HttpRequestException">The runtime API refuses, or its answer lacks id or deadline.</exception>
    public async Task<Invocation> NextAsync(CancellationToken stop)
    {
        using var answer = await http.GetAsync($"{Root}/next", stop);
        answer.EnsureSuccessStatusCode();
        return new(Header("Lambda-Runtime-Aws-Request-Id"), DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(Header("Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture)));

        string Header(string name) => answer.Headers.TryGetValues(name, out var values)
            ? values.First()
            : throw new HttpRequestException($"The runtime API's answer lacks the header {name}.");
    }

    /// <summary>Answers an event with a document.</summary>
    public Task AnswerAsync<T>(Invocation invocation, T document, CancellationToken stop) =>
        PostAsync($"{Root}/{invocation.Id}/response", document, stop);

    /// <summary>Reports that an event failed.</summary>
    public Task FailAsync(Invocation invocation, InvocationError error, CancellationToken stop) =>
        PostAsync($"{Root}/{invocation.Id}/error", error, stop);

    private async Task PostAsync<T>(string path, T document, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(path, document, stop);
        answer.EnsureSuccessStatusCode();
    }
}
