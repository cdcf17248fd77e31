namespace Volcast.Reports.Charts;

/// <summary>The width of a text before a browser draws it, and texts that fit a width. It takes the advances of a wide
/// sans-serif font, so a text in the reader's own font is seldom wider.</summary>
internal static class LabelWidth
{
    private const string Ellipsis = "…", BeforeValue = ": ";

    /// <summary>The width of a text, in the unit of the font size.</summary>
    public static double Of(string text, double fontSize) => fontSize * text.Sum(Advance);

    /// <summary>The text, or the text with its end cut so that it fits. A value after the last colon stays whole; only the words
    /// before it are cut.</summary>
    public static string Fitted(string text, double fontSize, double width)
    {
        if (Of(text, fontSize) <= width)
            return text;
        var colon = text.LastIndexOf(BeforeValue, StringComparison.Ordinal);
        var (words, value) = colon < 0 ? (text, "") : (text[..colon], text[colon..]);
        var length = words.Length;
        while (length > 1 && Of(words[..length].TrimEnd() + Ellipsis + value, fontSize) > width)
            length--;
        return words[..length].TrimEnd() + Ellipsis + value;
    }

    /// <summary>Of a font of size 1.</summary>
    private static double Advance(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '\'' => .28,
        ' ' or '.' or ',' or ':' or ';' or 'I' or '|' => .34,
        'f' or 't' or 'r' or '(' or ')' or '-' or '/' => .41,
        'c' or 's' or 'z' => .55,
        'm' or 'M' or 'W' or '%' or '…' => 1,
        'w' or 'O' or 'Q' or '−' or '+' or '→' => .84,
        >= 'A' and <= 'Z' => .74,
        _ => .64,
    };
}
