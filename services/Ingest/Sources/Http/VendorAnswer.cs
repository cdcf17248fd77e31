using System.Text;
using System.Text.RegularExpressions;

namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>A complete HTTP answer. A vendor's status and body sometimes disagree, so both decide what the answer
/// is.</summary>
internal sealed partial record VendorAnswer(int Status, byte[] Body, TimeSpan? RetryAfter, bool IsTooLarge)
{
    /// <summary>The time in the answer's Date header; null without one.</summary>
    public DateTimeOffset? Date { get; init; }

    private const int ExcerptLength = 160;

    public bool IsJson => FirstCharacter is '{';

    public bool IsWebPage => FirstCharacter is '<';

    /// <summary>Whether the first character opens a JSON array.</summary>
    public bool IsJsonArray => FirstCharacter is '[';

    /// <summary>429, Yahoo's own 999, or the text "Too Many Requests" under any other status.</summary>
    public bool IsRateLimited => Status is 429 or 999 || (!IsJson && !IsWebPage && Says("Too Many Requests"));

    public bool IsServerFault => Status is 408 or >= 500 and not 999;

    /// <summary>Whether the beginning of the body contains a text, in any case.</summary>
    public bool Says(string text) => Start.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>One line that shows what arrived: the page's title, or the beginning of the text.</summary>
    public string Excerpt
    {
        get
        {
            if (Body.Length == 0)
                return "an empty body";
            var title = IsWebPage ? PageTitle().Match(Start) : Match.Empty;
            var text = Blank().Replace(title.Success ? title.Groups[1].Value : Start, " ").Trim();
            return (title.Success ? "a web page titled '" : "'")
                + (text.Length > ExcerptLength ? text[..ExcerptLength] + "…" : text) + "'";
        }
    }

    private char FirstCharacter => Start.AsSpan().TrimStart('\uFEFF').TrimStart() is [var first, ..] ? first : '\0';

    private string Start => Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4096)));

    [GeneratedRegex(@"<title[^>]*>\s*([^<]+?)\s*</title>", RegexOptions.IgnoreCase)]
    private static partial Regex PageTitle();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blank();
}
