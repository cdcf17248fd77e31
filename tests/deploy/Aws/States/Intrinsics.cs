using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.Deploy.Aws.Tests.States;

/// <summary>Fills templates of the States Language: paths, and the functions States.Array, States.Format and
/// States.StringSplit.</summary>
internal static partial class Intrinsics
{
    /// <summary>A copy of a template with the value of each name that ends with <c>.$</c>.</summary>
    public static JsonNode? Fill(JsonNode? template, JsonNode document) => template switch
    {
        JsonObject table => new JsonObject(table.Select(one => one.Key.EndsWith(".$", StringComparison.Ordinal)
            ? KeyValuePair.Create(one.Key[..^2], Evaluate(one.Value.Text(), document))
            : KeyValuePair.Create(one.Key, Fill(one.Value, document)))),
        JsonArray list => new JsonArray([.. list.Select(one => Fill(one, document))]),
        _ => template?.DeepClone(),
    };

    /// <summary>The value at a path such as <c>$.skip</c>.</summary>
    public static JsonNode? Read(string path, JsonNode document, out bool exists)
    {
        Assert.Matches(@"^\$(\.\w+)*$", path);
        exists = true;
        JsonNode? at = document;
        foreach (var name in path.Split('.').Skip(1))
            if (at is JsonObject table && table.TryGetPropertyValue(name, out var next))
                at = next;
            else
                exists = false;
        return exists ? at?.DeepClone() : null;
    }

    private static JsonNode? Evaluate(string text, JsonNode document)
    {
        if (text.StartsWith('\''))
            return JsonValue.Create(text[1..^1]);
        if (text.StartsWith('$'))
            return Read(text, document, out var exists) is { } value && exists
                ? value
                : throw new TaskFailure("States.ParameterPathFailure", $"There is no {text} in {document.ToJsonString()}.");
        var call = Call().Match(text);
        Assert.True(call.Success, $"{text} is not known here.");
        var arguments = Arguments(call.Groups[2].Value).Select(one => Evaluate(one, document)).ToArray();
        return call.Groups[1].Value switch
        {
            "Array" => new JsonArray(arguments),
            "Format" => JsonValue.Create(arguments.Skip(1).Aggregate(arguments[0].Text(), (format, one) =>
                format.IndexOf("{}", StringComparison.Ordinal) is var at and >= 0
                    ? $"{format[..at]}{one.Text()}{format[(at + 2)..]}"
                    : throw new TaskFailure("States.IntrinsicFailure", $"{text} has too many arguments."))),
            "StringSplit" => new JsonArray([.. arguments[0].Text().Split(arguments[1].Text(), StringSplitOptions.RemoveEmptyEntries)
                .Select(one => (JsonNode)one)]),
            var name => throw new NotSupportedException($"States.{name} is not known here."),
        };
    }

    /// <summary>The arguments of a call, split at the commas outside quotation marks and parentheses.</summary>
    private static IEnumerable<string> Arguments(string text)
    {
        var (start, depth, isQuoted) = (0, 0, false);
        for (var at = 0; at <= text.Length; at++)
        {
            var sign = at < text.Length ? text[at] : ',';
            isQuoted ^= sign == '\'';
            depth += isQuoted ? 0 : sign == '(' ? 1 : sign == ')' ? -1 : 0;
            if (sign != ',' || isQuoted || depth > 0)
                continue;
            yield return text[start..at].Trim();
            start = at + 1;
        }
    }

    [GeneratedRegex(@"^States\.(\w+)\((.*)\)$")]
    private static partial Regex Call();
}
