using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.MlflowStub;

/// <summary>The parameters of a call, from its JSON body or its query. Their types are checked as strictly as on the recorded
/// servers.</summary>
internal sealed partial class StubBody
{
    private readonly JsonObject fields;

    private StubBody(JsonObject fields) => this.fields = fields;

    /// <summary>Whether the body held Python's unquoted <c>NaN</c>, which makes a server lose the numbers next to it.</summary>
    public bool HasBareNaN { get; private init; }

    public static StubBody Of(StubRequest request, StubVersion version)
    {
        if (request.Method == "GET")
            return new(new JsonObject(
                request.Query.Select(q => KeyValuePair.Create(q.Key, (JsonNode?)JsonValue.Create(q.Value)))));
        if (!request.ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && request.Body.Length > 0)
            throw StubError.Invalid("Bad Request. Content-Type must be one of ['application/json'].");
        if (request.IsChunked && version == StubVersion.V3_6)
            return new([]); // The server's front end does not read a body without a length.
        var text = Encoding.UTF8.GetString(request.Body);
        var quoted = BareNaN().Replace(text, ": null");
        // A body that is not a JSON object counts as empty, so that the first required parameter is missing.
        return new(Parse(quoted) ?? []) { HasBareNaN = quoted != text };
    }

    public bool Has(string name) => fields[name] is not null;

    /// <summary>A text; a missing one is empty, unless it is required.</summary>
    public string Text(string name, bool isRequired = true, bool allowsNumber = false)
    {
        var value = fields[name];
        if (value is JsonValue number && number.GetValueKind() == JsonValueKind.Number)
            return allowsNumber
                ? number.ToJsonString()
                : throw StubError.Invalid($"Invalid value {number.ToJsonString()} for parameter '{name}' supplied:  Hint: Value"
                    + " was of type 'int'. See the API docs for more information about request parameters.");
        if (value is not null && value.GetValueKind() != JsonValueKind.String)
            throw StubError.Invalid($"Invalid value {value.ToJsonString()} for parameter '{name}' supplied.");
        var text = value?.GetValue<string>() ?? "";
        return isRequired && text.Length == 0 ? throw StubError.Missing(name) : text;
    }

    /// <summary>A whole number, also as text; null if missing.</summary>
    public long? Number(string name) => fields[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.GetValueKind() == JsonValueKind.String
            && long.TryParse(value.GetValue<string>(), out var number) => number,
        var other => throw StubError.Invalid($"Invalid value {other.ToJsonString()} for parameter '{name}' supplied."),
    };

    /// <summary>A double; NaN and the infinities are quoted words.</summary>
    public double Double(string name) => fields[name] switch
    {
        null when HasBareNaN => 0,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<double>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.MaxValue, // The largest value that the server's database stores.
            "-Infinity" => double.MinValue,
            var text when double.TryParse(text, out var number) => number,
            var text => throw StubError.Invalid($"Invalid value {text} for parameter '{name}' supplied."),
        },
        null => throw StubError.Missing(name),
        var other => throw StubError.Invalid($"Invalid value {other.ToJsonString()} for parameter '{name}' supplied."),
    };

    public bool Flag(string name) => fields[name]?.GetValue<bool>() ?? false;

    public IReadOnlyList<string> Texts(string name) => fields[name] switch
    {
        null => [],
        JsonArray texts => [.. texts.Select(text => text!.GetValue<string>())],
        var one => [one.GetValue<string>()],
    };

    /// <summary>A list of objects; empty if missing.</summary>
    public IReadOnlyList<StubBody> Objects(string name) => fields[name] switch
    {
        null => [],
        JsonArray items => [.. items.Select(item => new StubBody(
            item as JsonObject ?? throw StubError.Invalid($"Invalid value {item} for parameter '{name}' supplied.")))],
        var other => throw StubError.Invalid($"Invalid value {other.ToJsonString()} for parameter '{name}' supplied."),
    };

    public JsonArray Copy(string name) => fields[name]?.DeepClone().AsArray() ?? [];

    /// <summary>Keys and values of the list <c>tags</c>.</summary>
    public IEnumerable<(string Key, string Value)> Tags() =>
        Objects("tags").Select(tag => (tag.Text("key"), tag.Text("value", isRequired: false)));

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@":\s*NaN\b")]
    private static partial Regex BareNaN();
}
