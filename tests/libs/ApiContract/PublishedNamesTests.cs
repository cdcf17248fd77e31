using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Volcast.ApiContract.Tests;

/// <summary>The names that programs rely on, in API responses and in the command line's JSON. <c>published-names.txt</c> is the
/// snapshot; <c>VOLCAST_WRITE_DOCS=1</c> writes it. A changed name needs a line in CHANGELOG.md.</summary>
public sealed class PublishedNamesTests
{
    private static readonly string Snapshot =
        Path.Combine(SharedData.RepositoryRoot, "tests", "libs", "ApiContract", "published-names.txt");

    /// <summary>MLflow's scoring protocol and RFC 9457 prescribe these types' names.</summary>
    private static readonly string[] Prescribed = ["ScoringDocument", "ScoringRequest", "ScoringFrame", "ProblemDocument"];

    [Fact]
    public void Published_names_are_those_of_the_snapshot()
    {
        var text = new StringBuilder();
        foreach (var (document, properties) in Documents().OrderBy(known => known.Key, StringComparer.Ordinal))
        {
            text.Append(document).Append('\n');
            foreach (var (name, type) in properties)
                text.Append($"  {name}: {type}\n");
        }
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
            File.WriteAllText(Snapshot, text.ToString());
        Assert.Equal(File.ReadAllText(Snapshot), text.ToString());
    }

    [Fact]
    public void Every_name_is_snake_case() => Assert.All(
        Documents().Values.SelectMany(properties => properties), property =>
            Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", property.Name));

    [Fact]
    public void A_single_valued_name_has_the_same_type_in_every_document()
    {
        var ambiguous = Documents().Where(known => !Prescribed.Contains(known.Key))
            .SelectMany(
                known => known.Value.Select(property => (Document: known.Key, property.Name, Type: KindOf(property.Type))))
            .GroupBy(property => property.Name).Where(group => group.Select(property => property.Type).Distinct().Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => $"{one.Type} in {one.Document}"))}");
        Assert.Empty(ambiguous);

        static string KindOf(string type) =>
            type.TrimEnd('?') is "string" or "integer" or "number" or "boolean" or "date" or "time" ? type.TrimEnd('?')
                : "composite";
    }

    /// <summary>Document → its properties in order, with type and <c>?</c> where null is possible.</summary>
    private static Dictionary<string, (string Name, string Type)[]> Documents()
    {
        var documents = new Dictionary<string, (string, string)[]>();
        foreach (var attribute in typeof(ContractJson).GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(JsonSerializableAttribute)))
            Add((Type)attribute.ConstructorArguments[0].Value!);
        return documents;

        void Add(Type type)
        {
            if (ElementOf(type) is { } element)
            {
                Add(element);
                return;
            }
            if (type.Assembly != typeof(ContractJson).Assembly || documents.ContainsKey(type.Name))
                return;
            var info = ContractJson.Default.GetTypeInfo(type)!;
            documents[type.Name] = [.. info.Properties.Select(property => (property.Name, NameOf(property)))];
            foreach (var property in info.Properties)
                Add(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }
    }

    private static string NameOf(JsonPropertyInfo property)
    {
        var type = property.PropertyType;
        var isNullable = Nullable.GetUnderlyingType(type) is not null || property.IsGetNullable && !type.IsValueType;
        return JsonTypeOf(Nullable.GetUnderlyingType(type) ?? type) + (isNullable ? "?" : "");
    }

    private static string JsonTypeOf(Type type) => ElementOf(type) is { } element
        ? type.Name.Contains("Dictionary", StringComparison.Ordinal) ? $"{{{JsonTypeOf(element)}}}" : $"[{JsonTypeOf(element)}]"
        : type == typeof(string) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) ? "number"
        : type == typeof(DateOnly) ? "date"
        : type == typeof(DateTimeOffset) ? "time"
        : Nullable.GetUnderlyingType(type) is { } value ? JsonTypeOf(value)
        : type.Name;

    /// <summary>The type of the elements of an array or dictionary; null for another type.</summary>
    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.Name.Contains("Dictionary", StringComparison.Ordinal) ? type.GetGenericArguments()[1]
        : type.IsGenericType && type.Name.Contains("List", StringComparison.Ordinal) ? type.GetGenericArguments()[0]
        : null;
}
