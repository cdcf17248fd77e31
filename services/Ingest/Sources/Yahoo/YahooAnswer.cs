using System.Text;
using System.Text.RegularExpressions;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>A complete HTTP answer. Yahoo's status and body sometimes disagree, so both decide what the answer
/// is.</summary>
internal sealed partial record YahooAnswer(int Status, byte[] Body, TimeSpan? RetryAfter, bool IsTooLarge, Uri Host)
{
    /// <summary>The time in the answer's Date header; null without one.</summary>
    public DateTimeOffset? Date { get; init; }

    private const int ExcerptLength = 160;

    public bool IsJson => FirstCharacter is '{';

    public bool IsWebPage => FirstCharacter is '<';

    /// <summary>429, Yahoo's own 999, or the text "Too Many Requests" under any other status.</summary>
    public bool IsRateLimited => Status is 429 or 999
        || (!IsJson && !IsWebPage && Start.Contains("Too Many Requests", StringComparison.OrdinalIgnoreCase));

    public bool IsServerFault => Status is 408 or >= 500 and not 999;

    /// <summary>401, 403, or a web page (consent, sign-in, error) instead of data; a new session may help.</summary>
    public bool IsSessionRefused => Status is 401 or 403 || (IsWebPage && Status is < 400);

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
