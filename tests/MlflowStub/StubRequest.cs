namespace Volcast.MlflowStub;

/// <summary>One request that reached the stub.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">As it was sent, still escaped, without query and base path.</param>
/// <param name="Query">Decoded; the last value of a repeated name.</param>
/// <param name="ContentType">Empty for none.</param>
/// <param name="IsChunked">Whether the body had no length.</param>
/// <param name="Body">The body.</param>
/// <param name="Authorization">The header, or empty.</param>
public sealed record StubRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, string ContentType, bool IsChunked, byte[] Body,
    string Authorization)
{
    private const string ApiRoot = "/api/2.0/mlflow/";

    /// <summary>Such as <c>runs/create</c>; empty for a path outside the API.</summary>
    public string Route => Path.StartsWith(ApiRoot, StringComparison.Ordinal) ? Path[ApiRoot.Length..] : "";

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A failure of the stub for one request.</summary>
public sealed record StubFault
{
    /// <summary>The response to send instead of processing the request.</summary>
    public StubAnswer? Answer { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The target of a redirect.</summary>
    public string? Location { get; private init; }

    /// <summary>Does nothing and never answers.</summary>
    public bool Hangs { get; private init; }

    /// <summary>Does nothing and closes the connection.</summary>
    public bool Closes { get; private init; }

    /// <summary>Processes the request, then closes the connection without a response.</summary>
    public bool LosesAnswer { get; private init; }

    /// <summary>Processes the request, then breaks the connection in the middle of the response.</summary>
    public bool Truncates { get; private init; }

    /// <summary>Processes the request, then sends a successful response whose JSON is cut in the middle.</summary>
    public bool CutsJson { get; private init; }

    /// <summary>Stores the first half of an upload, and answers as if it were complete.</summary>
    public bool HalvesUpload { get; private init; }

    public static StubFault Hang { get; } = new() { Hangs = true };
    public static StubFault Close { get; } = new() { Closes = true };
    public static StubFault LoseAnswer { get; } = new() { LosesAnswer = true };
    public static StubFault Truncate { get; } = new() { Truncates = true };
    public static StubFault CutJson { get; } = new() { CutsJson = true };
    public static StubFault HalveUpload { get; } = new() { HalvesUpload = true };

    public static StubFault Html(int status, string title = "Bad Gateway") =>
        new() { Answer = StubAnswer.Html(status, title, title) };

    public static StubFault Text(int status, string text, TimeSpan? retryAfter = null) =>
        new() { Answer = StubAnswer.Text(status, text), RetryAfter = retryAfter };

    public static StubFault Error(int status, string code, string message) =>
        new() { Answer = StubAnswer.Error(status, code, message) };

    public static StubFault Json(string text) => new() { Answer = new StubAnswer(200, "application/json", text) };

    public static StubFault Redirect(string location) => new() { Answer = StubAnswer.Text(302, ""), Location = location };
}
