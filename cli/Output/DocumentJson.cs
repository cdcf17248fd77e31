using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.ApiContract;

namespace Volcast.Cli.Output;

/// <summary>Prints the contract's documents for programs: indented, names in snake_case, a missing value as null.</summary>
internal static class DocumentJson
{
    private static readonly JsonSerializerOptions Options = new(ContractJson.Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(TextWriter output, T document) =>
        output.WriteLine(JsonSerializer.Serialize(document, Options.GetTypeInfo(typeof(T))));

    /// <summary>Null for NaN, infinities and missing values.</summary>
    public static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
