using System.Text;

namespace Volcast.Services.Api.Tests.Mutations;

/// <summary>A request as the bytes of its parts, so that it can be malformed in ways that a client library does not
/// allow.</summary>
internal sealed record RawRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public static RawRequest Get(string target, params (string Name, string Value)[] headers) => new("GET", target, headers, []);

    public static RawRequest Post(string target, string body, string contentType = "application/json") =>
        new("POST", target, [("Content-Type", contentType)], Encoding.UTF8.GetBytes(body));

    /// <summary>The bytes to send; characters outside Latin-1 are UTF-8.</summary>
    public byte[] ToBytes(string host)
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target)
            .Append(" HTTP/1.1\r\nHost: ").Append(host).Append("\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (Body.Length > 0 || Method == "POST")
            head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }
}
