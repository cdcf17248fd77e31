namespace Volcast.WebHosting;

/// <summary>The sender of a request: the name that authentication gave the client, otherwise its network address.</summary>
public static class ClientIdentity
{
    /// <summary>The name of a client without a network address.</summary>
    public const string Unknown = "unknown";

    private static readonly object Item = new();

    /// <summary>Names the client, for example by the id of its API key; never by the key itself.</summary>
    public static void Set(HttpContext context, string name) => context.Items[Item] = name;

    public static string Of(HttpContext context) =>
        context.Items[Item] as string ?? context.Connection.RemoteIpAddress?.ToString() ?? Unknown;
}
