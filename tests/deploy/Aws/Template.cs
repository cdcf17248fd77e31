using System.Text.Json;
using System.Text.Json.Nodes;

namespace Volcast.Deploy.Aws.Tests;

/// <summary>A CloudFormation template.</summary>
public sealed class Template
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly JsonObject root;

    private Template(JsonObject root) => this.root = root;

    public static Template Parse(string json) => new(JsonNode.Parse(json)!.AsObject());

    /// <summary>The same template, to be changed.</summary>
    public Template Copy() => new(root.DeepClone().AsObject());

    /// <summary>The properties of the resources of a type, by logical id.</summary>
    public IEnumerable<(string Id, JsonObject Properties)> Resources(string type) =>
        from resource in root["Resources"]!.AsObject()
        where resource.Value!["Type"]!.GetValue<string>() == type
        select (resource.Key, resource.Value["Properties"]?.AsObject() ?? []);

    /// <summary>The one resource of a type whose id begins so.</summary>
    public JsonObject One(string type, string start = "") =>
        Resources(type).Single(one => one.Id.StartsWith(start, StringComparison.Ordinal)).Properties;

    /// <summary>Adds a resource.</summary>
    public void Add(string id, string type, string properties) => root["Resources"]!.AsObject().Add(id,
        new JsonObject { ["Type"] = type, ["Properties"] = JsonNode.Parse(properties) });

    /// <summary>The text of a template, with its names in ordinal order.</summary>
    public override string ToString() => Sorted(root)!.ToJsonString(Indented) + "\n";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject table => new JsonObject(table.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => KeyValuePair.Create(one.Key, Sorted(one.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

/// <summary>Short ways through JSON.</summary>
internal static class Json
{
    /// <summary>The text of a value; the JSON of one that is not a text; empty for none.</summary>
    public static string Text(this JsonNode? node) => node is null ? ""
        : node is JsonValue value && value.TryGetValue<string>(out var text) ? text
        : node.ToJsonString();

    /// <summary>The items of a list, or the one value that stands for a list of one.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.OfType<JsonNode>(),
        _ => [node],
    };

    /// <summary>Whether a value is true.</summary>
    public static bool IsTrue(this JsonNode? node) => node.Text() == "true";
}
