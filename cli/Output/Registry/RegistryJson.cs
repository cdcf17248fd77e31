using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Cli.Output.Registry;

/// <summary>What the registry commands print for programs: snake_case, times in UTC, an absent value is null.</summary>
internal static class RegistryJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Write(TextWriter output, object document) =>
        output.WriteLine(JsonSerializer.Serialize(document, Options));

    /// <summary>Null for what is no number.</summary>
    public static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
