using System.Globalization;

namespace Volcast.Registry.Mlflow;

/// <summary>One call to the server.</summary>
internal sealed record MlflowCall(HttpMethod Method, Uri Address)
{
    /// <summary>The body, or null for none. Held whole, so that its length is known: a server that gets it in chunks answers 200
    /// and stores nothing.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether a second arrival would create a second thing.</summary>
    public bool Creates { get; init; }

    /// <summary>The largest answer that is read, in bytes.</summary>
    public required int Largest { get; init; }

    /// <summary>The call as messages name it: verb and address without query.</summary>
    public string Name => $"{Method} {Address.GetLeftPart(UriPartial.Path)}";

    public static string Seconds(TimeSpan span) => $"{span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";
}
