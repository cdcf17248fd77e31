using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using Volcast.Hosting;

namespace Volcast.Services.Monitoring.Configuration;

/// <summary>Something in a file that its schema does not allow.</summary>
internal sealed record SchemaFault(YamlPlace Place, string Path, string Message);

/// <summary>What a JSON schema finds in a YAML file, in sentences.</summary>
internal static class SchemaFaults
{
    public static IEnumerable<SchemaFault> Of(YamlTree tree, JsonSchema schema) =>
        schema.Validate(tree.Root).SelectMany(Causes).Select(error => Fault(tree, error)).Distinct();

    /// <summary>An error of an item or of alternatives holds the errors that caused it. Of several alternatives, the one counts
    /// whose fixed values the item has, such as <c>type: webhook</c>.</summary>
    private static IEnumerable<ValidationError> Causes(ValidationError error)
    {
        if (error is not ChildSchemaValidationError parent)
            return [error];
        var alternatives = parent.Errors.Values;
        if (error.Kind is ValidationErrorKind.NotOneOf or ValidationErrorKind.NotAnyOf)
            alternatives = alternatives.Where(errors => errors.Count > 0 && !errors.Any(IsOfFixedValue));
        var meant = alternatives.ToArray();
        return error.Kind is ValidationErrorKind.NotOneOf or ValidationErrorKind.NotAnyOf && meant.Length != 1
            ? [error]
            : meant.SelectMany(errors => errors).SelectMany(Causes);
    }

    private static bool IsOfFixedValue(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.NotInEnumeration => Chooses(error.Schema),
        ValidationErrorKind.PropertyRequired =>
            error.Schema.ActualProperties.TryGetValue(error.Property!, out var missing) && Chooses(missing),
        _ => false,
    };

    /// <summary>Whether the schema marks a value that tells the alternatives apart.</summary>
    private static bool Chooses(JsonSchema schema) => schema.ActualSchema.ExtensionData?.ContainsKey("x-chooses") == true;

    private static SchemaFault Fault(YamlTree tree, ValidationError error)
    {
        var path = error.Path?.TrimStart('#', '/') ?? "";
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => new(tree.ValueAt(Above(path, error.Property!)), Above(path, error.Property!),
                $"the key {error.Property} is missing; expected "
                + $"{error.Schema.ActualProperties[error.Property!].ActualSchema.Description}."),
            ValidationErrorKind.NoAdditionalPropertiesAllowed => new(tree.KeyAt(path), path,
                "there is no such key; "
                + (UnknownNames.Nearest(error.Property!, error.Schema.ActualProperties.Keys) is { } nearest
                    ? $"the nearest is {nearest}." : $"expected {string.Join(", ", error.Schema.ActualProperties.Keys)}.")),
            ValidationErrorKind.NotOneOf => OfAlternatives(tree, error, path),
            _ => new(tree.ValueAt(path), path, $"expected {error.Schema.ActualSchema.Description}."),
        };
    }

    /// <summary>None of the alternatives is meant, or an object has none or more than one of the keys that exclude each
    /// other.</summary>
    private static SchemaFault OfAlternatives(YamlTree tree, ValidationError error, string path)
    {
        var schema = error.Schema.ActualSchema;
        var given = (error.Token as JObject)?.Properties().Select(key => key.Name).ToArray() ?? [];
        var alternatives = schema.OneOf.Select(one => one.ActualSchema).ToArray();
        var choices = alternatives.SelectMany(one => one.ActualProperties).Where(property => Chooses(property.Value)).ToArray();
        if (choices is [var (name, _), ..] && given.Contains(name))
        {
            object[] values = [.. choices.SelectMany(property => property.Value.ActualSchema.Enumeration).OfType<object>()];
            return new(
                tree.ValueAt($"{path}.{name}"), $"{path}.{name}", $"expected {string.Join(", ", values[..^1])} or {values[^1]}.");
        }
        var excluding = given.Intersect(alternatives.SelectMany(one => one.RequiredProperties)).ToArray();
        return choices.Length == 0 && excluding is [_, .., var second]
            ? new(tree.KeyAt($"{path}.{second}"), $"{path}.{second}", $"expected {schema.Description}, not both.")
            : new(tree.ValueAt(path), path, $"expected {schema.Description}.");
    }

    /// <summary>The path of the object in which a key is missing.</summary>
    private static string Above(string path, string key) =>
        path == key ? "" : path.EndsWith($".{key}", StringComparison.Ordinal) ? path[..^(key.Length + 1)] : path;
}
