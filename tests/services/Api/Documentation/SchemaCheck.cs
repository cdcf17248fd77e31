using System.Text.Json;

namespace Volcast.Services.Api.Tests.Documentation;

/// <summary>Checks JSON with a schema of the OpenAPI document: types and required members. Stricter than JSON Schema:
/// a member that the schema does not name is wrong.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>The differences between a value and its schema; empty if it is valid.</summary>
    public IEnumerable<string> Wrong(JsonElement schema, JsonElement value, string path = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var forms))
        {
            var tried = forms.EnumerateArray().Select(form => Wrong(form, value, path).ToArray()).ToArray();
            return tried.Any(wrong => wrong.Length == 0) ? [] : tried.MinBy(wrong => wrong.Length)!;
        }
        if (!schema.TryGetProperty("type", out var type))
            return [];
        string[] types = type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
            : [type.GetString()!];
        return types.Contains(TypeOf(value)) || TypeOf(value) == "integer" && types.Contains("number")
            ? value.ValueKind switch
            {
                JsonValueKind.Object => WrongMembers(schema, value, path),
                JsonValueKind.Array => value.EnumerateArray()
                    .SelectMany((item, i) => Wrong(schema.GetProperty("items"), item, $"{path}[{i}]")),
                _ => [],
            }
            : [$"{path} is {TypeOf(value)}, not {string.Join(" or ", types)}"];
    }

    private IEnumerable<string> WrongMembers(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(one => one.GetString()!))
                if (!value.TryGetProperty(name, out _))
                    yield return $"{path} lacks {name}";
        foreach (var member in value.EnumerateObject())
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out var own))
                foreach (var wrong in Wrong(own, member.Value, $"{path}.{member.Name}"))
                    yield return wrong;
            else if (schema.TryGetProperty("additionalProperties", out var other))
                foreach (var wrong in Wrong(other, member.Value, $"{path}.{member.Name}"))
                    yield return wrong;
            else
                yield return $"{path} has {member.Name}, which the schema does not know";
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));
        return schema;
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
