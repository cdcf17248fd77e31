using System.Text;
using System.Text.Json;

namespace Volcast.Registry.Mlflow;

/// <summary>One answer of the server, read whole.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">Such as <c>application/json</c>; empty when the server did not say.</param>
/// <param name="Body">Empty when it was too large.</param>
/// <param name="RetryAfter">How long the server asks to be left alone.</param>
/// <param name="Location">Where a redirect points, without its query.</param>
/// <param name="IsTooLarge">Whether the body exceeded what is read.</param>
internal sealed record MlflowReply(
    int Status, string MediaType, byte[] Body, TimeSpan? RetryAfter, string? Location, bool IsTooLarge)
{
    private const int LongestRemark = 500;

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsHtml => MediaType.Contains("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Worth asking again: too slow, too busy or broken, but not what no server of this kind ever does.</summary>
    public bool MayPass => Status is 408 or 429 or (>= 500 and not (501 or 505));

    public string? ErrorCode => Field("error_code");

    /// <summary>Whether MLflow (3.5 and later) refuses the name by which it was addressed; it says so in plain text.</summary>
    public bool RefusesHost => Status == 403 && ErrorCode is null
        && Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4096)))
            .Contains("host header", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the server says went wrong, in one line of bounded length; empty for a web page.</summary>
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
            return null; // told as a broken answer by whoever needs the JSON
        }
    }
}
