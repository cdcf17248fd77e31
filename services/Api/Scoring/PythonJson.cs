using System.Text;

namespace Volcast.Services.Api.Scoring;

/// <summary>Python writes NaN and the infinities as bare words, which are not JSON. MLflow's clients send them.</summary>
internal static class PythonJson
{
    private static readonly byte[][] Words = [.. new[] { "NaN", "-Infinity", "Infinity" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Puts a request's body in memory, with null in place of every bare word.</summary>
    public static async Task ReplaceNumbersAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Request.Body = new MemoryStream(WithNull(body.ToArray()), writable: false);
    }

    /// <summary>The text with null in place of each NaN and infinity outside a quoted text.</summary>
    public static byte[] WithNull(byte[] json)
    {
        if (json.AsSpan().IndexOf("NaN"u8) < 0 && json.AsSpan().IndexOf("Infinity"u8) < 0)
            return json;
        using var output = new MemoryStream(json.Length + 16);
        var isText = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (!isText && Array.Find(Words, word => json.AsSpan(i).StartsWith(word)) is { } found)
            {
                output.Write("null"u8);
                i += found.Length - 1;
                continue;
            }
            output.WriteByte(json[i]);
            if (json[i] == '"')
                isText = !isText;
            else if (isText && json[i] == '\\' && i + 1 < json.Length)
                output.WriteByte(json[++i]);
        }
        return output.ToArray();
    }
}
