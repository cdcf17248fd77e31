using Newtonsoft.Json;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Volcast.Evaluation.Search;

/// <summary>Checks the file of a search, which a person may edit, against <c>search.schema.json</c>. Each error names the line,
/// the path and what the schema expects there.</summary>
internal static class SearchSchema
{
    private const string Resource = "search.schema.json";

    private static readonly Lazy<JsonSchema> Schema = new(Read);

    /// <summary>The errors in the order of the file; none for a valid file.</summary>
    public static IReadOnlyList<string> Errors(string json)
    {
        try
        {
            return [.. Schema.Value.Validate(json).SelectMany(Leaves).Select(Sentence).Distinct()];
        }
        catch (JsonException broken)
        {
            return [$"It is not JSON: {broken.Message}"];
        }
    }

    /// <summary>An error of an array item or of alternatives holds the errors that caused it.</summary>
    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError { Kind: not ValidationErrorKind.NotOneOf } parent
            ? parent.Errors.Values.SelectMany(children => children).SelectMany(Leaves)
            : [error];

    private static string Sentence(ValidationError error)
    {
        var path = error.Path is { Length: > 0 } given ? given.TrimStart('#', '/') : "";
        var place = $"line {error.LineNumber}{(path.Length > 0 ? $", {path}" : "")}";
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => $"{place}: the property is missing; expected "
                + $"{error.Schema.ActualProperties[error.Property!].ActualSchema.Description}.",
            ValidationErrorKind.NoAdditionalPropertiesAllowed => $"{place}: there is no such property; expected "
                + $"{string.Join(", ", error.Schema.ActualProperties.Keys)}.",
            _ => $"{place}: expected {error.Schema.ActualSchema.Description}.",
        };
    }

    private static JsonSchema Read()
    {
        using var stream = typeof(SearchSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
    }
}
