using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.ApiContract;

namespace Volcast.Cli.Output;

/// <summary>Prints the contract's documents for programs: indented, names in snake_case, a missing value as null. A command that
/// a text suggests is complete (<see cref="Hints"/>).</summary>
internal static class DocumentJson
{
    private static readonly JsonSerializerOptions Options = new(ContractJson.Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(Terminal terminal, T document)
    {
        var options = new JsonSerializerOptions(Options) { Converters = { new CompleteText(terminal) } };
        terminal.Data.WriteLine(JsonSerializer.Serialize(document, options.GetTypeInfo(typeof(T))));
    }

    /// <summary>Null for NaN, infinities and missing values.</summary>
    public static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private sealed class CompleteText(Terminal terminal) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(terminal.Complete(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);
    }
}
