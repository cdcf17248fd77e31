namespace Volcast.MlflowStub;

/// <summary>One request that reached the stub.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">As it came over the wire, still escaped, without query and base path.</param>
/// <param name="Query">Decoded; of a repeated name the last.</param>
/// <param name="ContentType">Empty for none.</param>
/// <param name="IsChunked">Whether the body came without a length.</param>
/// <param name="Body">The body.</param>
/// <param name="Authorization">The header, or empty.</param>
public sealed record StubRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, string ContentType, bool IsChunked, byte[] Body,
    string Authorization)
{
    private const string ApiRoot = "/api/2.0/mlflow/";

    /// <summary>Such as <c>runs/create</c>; empty for what is not of the API.</summary>
    public string Route => Path.StartsWith(ApiRoot, StringComparison.Ordinal) ? Path[ApiRoot.Length..] : "";

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>What goes wrong with a request.</summary>
public sealed record StubFault
{
    /// <summary>Answers this instead of doing anything.</summary>
    public StubAnswer? Answer { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Where a redirect points.</summary>
    public string? Location { get; private init; }

    /// <summary>Does nothing and never answers.</summary>
    public bool Hangs { get; private init; }

    /// <summary>Does nothing and closes the connection.</summary>
    public bool Closes { get; private init; }

    /// <summary>Does as asked, then closes the connection instead of answering.</summary>
    public bool LosesAnswer { get; private init; }

    /// <summary>Does as asked, then breaks off in the middle of the answer.</summary>
    public bool Truncates { get; private init; }

    /// <summary>Does as asked, then answers JSON that ends in the middle, as if that were all.</summary>
    public bool CutsJson { get; private init; }

    /// <summary>Stores the first half of what is uploaded, and answers as if all were there.</summary>
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
