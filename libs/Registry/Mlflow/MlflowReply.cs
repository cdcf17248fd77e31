using System.Text;
using System.Text.Json;

namespace Volcast.Registry.Mlflow;

/// <summary>One complete response of the server.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">Such as <c>application/json</c>; empty if the response does not state it.</param>
/// <param name="Body">Empty if it was too large.</param>
/// <param name="RetryAfter">How long the server asks clients to wait.</param>
/// <param name="Location">The target of a redirect, without its query.</param>
/// <param name="IsTooLarge">Whether the body exceeded the size limit.</param>
internal sealed record MlflowReply(
    int Status, string MediaType, byte[] Body, TimeSpan? RetryAfter, string? Location, bool IsTooLarge)
{
    private const int LongestRemark = 500;

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsHtml => MediaType.Contains("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a repetition may succeed: the server was too slow, too busy or failed.</summary>
    public bool MayPass => Status is 408 or 429 or (>= 500 and not (501 or 505));

    public string? ErrorCode => Field("error_code");

    /// <summary>Whether MLflow (3.5 and later) refuses the host name of the request; it answers with plain text.</summary>
    public bool RefusesHost => Status == 403 && ErrorCode is null
        && Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4096)))
            .Contains("host header", StringComparison.OrdinalIgnoreCase);

    /// <summary>The server's own error message, in one line of limited length; empty for a web page.</summary>
    public string Remark
    {
        get
        {
            var text = Field("message") ?? (IsHtml ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4096))));
            var line = string.Join(' ', text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
            line = string.Concat(line.Where(c => !char.IsControl(c)));
            return line.Length <= LongestRemark ? line : line[..LongestRemark] + "…";
        }
    }

    private string? Field(string name)
    {
        if (!MediaType.Contains("json", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null; // The code that needs the JSON reports the unreadable response.
        }
    }
}
