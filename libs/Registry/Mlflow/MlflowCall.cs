using System.Globalization;

namespace Volcast.Registry.Mlflow;

/// <summary>One call to the server.</summary>
internal sealed record MlflowCall(HttpMethod Method, Uri Address)
{
    /// <summary>The body, or null for none. It is held in memory, so that its length is known: the server answers 200 to a
    /// chunked body and stores nothing.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether sending it twice would create two things.</summary>
    public bool Creates { get; init; }

    /// <summary>The size limit of the response, in bytes.</summary>
    public required int Largest { get; init; }

    /// <summary>The call's name in messages: method and address without query.</summary>
    public string Name => $"{Method} {Address.GetLeftPart(UriPartial.Path)}";

    public static string Seconds(TimeSpan span) => $"{span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";
}
