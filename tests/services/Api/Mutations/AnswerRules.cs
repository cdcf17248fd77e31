using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Mutations;

/// <summary>The rules for every response.</summary>
internal static partial class AnswerRules
{
    /// <summary>The first broken rule; null if all hold.</summary>
    public static string? Broken(RawAnswer answer, bool mayBeClosed)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (answer.Status == 0)
            return mayBeClosed ? null : "the connection was closed without an answer";
        // The only redirect: from /docs to its folder.
        var isToDocs = answer.Status == 302 && answer.Headers.GetValueOrDefault("location") is "docs/" or "DOCS/";
        if (answer.Status is not (>= 200 and < 300 or 304 or >= 400 and < 500) && !isToDocs)
            return $"status {answer.Status}: {text}";
        if (Trace().IsMatch(text) || answer.Status >= 400 && Internal().IsMatch(text))
            return $"it shows a stack trace: {text}";
        if (answer.Headers.GetValueOrDefault("x-content-type-options") != "nosniff")
            return $"status {answer.Status} without the security headers";
        return answer.Status < 400 ? null
            : answer.Headers.GetValueOrDefault("content-type") != "application/problem+json"
                ? $"status {answer.Status} is no problem: '{text}'"
            : answer.Body.Length == 0 ? null // To HEAD.
            : BrokenProblem(answer.Status, text);
    }

    private static string? BrokenProblem(int status, string text)
    {
        JsonElement problem;
        try
        {
            problem = JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return $"the problem is no JSON: {text}";
        }
        string? Member(string name) =>
            problem.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        var isWhole = Member("type") == $"urn:volcast:problem:{Member("code")}" && Code().IsMatch(Member("code") ?? "")
            && problem.GetProperty("status").GetInt32() == status && Member("title") is { Length: > 0 }
            && Member("detail") is { Length: > 0 } && Member("instance") is not null && Member("trace_id") is { Length: 32 };
        return isWhole ? null : $"the problem has another shape: {text}";
    }

    [GeneratedRegex(@"   at \w|\.cs:line")]
    private static partial Regex Trace();

    [GeneratedRegex(@"System\.\w+\.\w|Exception")]
    private static partial Regex Internal();

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex Code();
}
