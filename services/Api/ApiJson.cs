using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Volcast.ApiContract;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api;

/// <summary>Writes the contract's documents as JSON.</summary>
internal static class ApiJson
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Writes a backquote, an apostrophe or a sign such as ≥ as itself, as problem responses and the command line do: JSON
    /// is never put into a page.</summary>
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>How the service writes the contract's documents.</summary>
    public static ContractJson Contract { get; } =
        new(new JsonSerializerOptions(ContractJson.Default.Options) { Encoder = Encoder });

    /// <summary>Configures the options that ASP.NET Core and the OpenAPI document use, so that they agree with
    /// <see cref="ContractJson"/>.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = Encoder;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolverChain.Insert(0, ContractJson.Default);
    }

    /// <summary>The bytes of a document.</summary>
    public static Rendering Render<T>(T document, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(document, type), ContentType);
}
