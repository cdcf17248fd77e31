using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Volcast.Files;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Predictions;

/// <summary>Reads a request body as strict JSON: no comments, trailing commas, duplicate keys or trailing data.</summary>
internal static class JsonBody
{
    private const int Deepest = 8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    /// <exception cref="ProblemException">The body is not JSON, or its content type is not.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type",
                "Send the body as application/json.", "Content-Type");
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, Strict, context.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode("body");
        }
        catch (JsonException error)
        {
            throw ProblemException.Invalid("invalid_json",
                (error.LineNumber is { } line
                    ? $"The body is not JSON: line {line + 1}, byte {error.BytePositionInLine}: "
                    : "The body is not strict JSON: ")
                + PrintableText.Of(JsonDamage.Reason(error), 200), "body");
        }
    }

    /// <summary>A finite number.</summary>
    /// <exception cref="ProblemException">The value is something else; JSON has no NaN and no infinity.</exception>
    public static double Number(JsonElement value, FieldPath field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw ProblemException.Invalid("invalid_number",
                value.ValueKind == JsonValueKind.Number
                    ? $"{PrintableText.Of(value.GetRawText())} is too large for a double."
                    : $"Expected a finite number, not {Kind(value)}.", $"{field}");

    /// <summary>The members of an object.</summary>
    /// <exception cref="ProblemException">The value is something else.</exception>
    public static JsonElement.ObjectEnumerator Members(JsonElement value, FieldPath field) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject()
            : throw ProblemException.Invalid("invalid_type", $"Expected an object, not {Kind(value)}.", $"{field}");

    /// <summary>The name of a member of the object at <paramref name="field"/>.</summary>
    /// <exception cref="ProblemException">It is not Unicode.</exception>
    public static string NameOf(JsonProperty member, FieldPath field) => Unicode(() => member.Name, field);

    /// <summary>Whether a member has this name.</summary>
    /// <exception cref="ProblemException">Its name is not Unicode.</exception>
    public static bool IsNamed(JsonProperty member, string name, FieldPath field)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode(field);
        }
    }

    /// <summary>The items of an array.</summary>
    /// <exception cref="ProblemException">The value is something else.</exception>
    public static JsonElement.ArrayEnumerator Items(JsonElement value, FieldPath field) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
            : throw ProblemException.Invalid("invalid_type", $"Expected an array, not {Kind(value)}.", $"{field}");

    public static string Text(JsonElement value, FieldPath field) =>
        value.ValueKind == JsonValueKind.String ? Unicode(() => value.GetString()!, field)
            : throw ProblemException.Invalid("invalid_type", $"Expected a text, not {Kind(value)}.", $"{field}");

    /// <summary>A name or text. The parser decodes its bytes only here, and they may be invalid UTF-8.</summary>
    private static string Unicode(Func<string> read, FieldPath field)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode(field);
        }
    }

    private static ProblemException NotUnicode(FieldPath field) =>
        ProblemException.Invalid("invalid_json", "A name or text in the body is not valid Unicode.", $"{field}");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        var kind => $"{(kind is JsonValueKind.Array or JsonValueKind.Object ? "an" : "a")} {kind.ToString().ToLowerInvariant()}",
    };
}
