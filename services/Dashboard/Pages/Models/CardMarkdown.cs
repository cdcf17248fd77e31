using System.Globalization;
using System.Net;
using System.Xml.Linq;

namespace Volcast.Services.Dashboard.Pages.Models;

/// <summary>Draws a model card: headings, paragraphs, lists, tables, quotes, fenced code, <c>code</c> and <c>**strong**</c>, the
/// parts of Markdown that cards have. Anything else is a paragraph. Every text is escaped, because a card may hold names of
/// features.</summary>
internal sealed class CardMarkdown
{
    /// <summary>A card is a section of a page, so that its first heading is of this level.</summary>
    private const int FirstLevel = 3, LastLevel = 6;

    private const string Fence = "```";

    /// <summary>What ends a paragraph.</summary>
    private static readonly string[] Signs = [Fence, "|", ">", "- ", "#"];

    private readonly string[] lines;
    private int at;

    private CardMarkdown(string markdown) => lines = markdown.ReplaceLineEndings("\n").Split('\n');

    /// <returns>A <c>div</c> of the class <c>markdown</c>.</returns>
    public static XElement Of(string markdown)
    {
        var card = new CardMarkdown(markdown);
        return new("div", new XAttribute("class", "markdown"), card.Blocks());
    }

    private IEnumerable<XElement> Blocks()
    {
        while (at < lines.Length)
            if (lines[at].Length == 0)
                at++;
            else
                yield return Block();
    }

    private XElement Block()
    {
        if (Begins(lines[at], Fence))
            return Code();
        if (Begins(lines[at], "|"))
            return Table([.. While(line => Begins(line, "|")).Select(Cells)]);
        if (Begins(lines[at], ">"))
            return new("blockquote", new XElement("p", Inline(While(line => Begins(line, ">")).Select(line => line[1..].Trim()))));
        if (Begins(lines[at], "- "))
            return List();
        if (Begins(lines[at], "#"))
            return Heading(lines[at++]);
        var first = lines[at++];
        return new("p", Inline(While(line => line.Length > 0 && !Signs.Any(sign => Begins(line, sign))).Prepend(first)));
    }

    private XElement Code()
    {
        at++;
        var code = string.Join('\n', While(line => !Begins(line, Fence)));
        at++;
        // A part that scrolls must be reachable by keyboard.
        return new("pre", new XAttribute("tabindex", "0"), new XElement("code", code));
    }

    private XElement List()
    {
        var items = new List<string>();
        foreach (var line in While(line => Begins(line, "- ") || Begins(line, "  ")))
            if (Begins(line, "- "))
                items.Add(line[2..]);
            else
                items[^1] += ' ' + line.Trim();
        return new("ul", items.Select(item => new XElement("li", Inline([item]))));
    }

    private static XElement Heading(string line)
    {
        var text = line.TrimStart('#');
        var level = Math.Min(LastLevel, FirstLevel + line.Length - text.Length - 1);
        return new($"h{level.ToString(CultureInfo.InvariantCulture)}", Inline([text.Trim()]));
    }

    /// <summary>The second row says how columns are aligned; a first row of empty cells is no heading.</summary>
    private static XElement Table(string[][] rows)
    {
        bool[] isNumber = rows.Length > 1 ? [.. rows[1].Select(cell => cell.EndsWith(':'))] : [];
        return new("div", new XAttribute("class", "table"), new XElement("div", new XAttribute("class", "scroll"),
            new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", "Table of the model card"),
            new XElement("table",
                rows[0].All(cell => cell.Length == 0) ? null : new XElement("thead", Row("th", rows[0])),
                new XElement("tbody", rows.Skip(2).Select(row => Row("td", row))))));

        XElement Row(string kind, string[] cells) => new("tr", cells.Select((cell, i) => new XElement(kind,
            i < isNumber.Length && isNumber[i] ? new XAttribute("class", "number") : null, Inline([cell]))));
    }

    private static string[] Cells(string line) =>
        line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);

    /// <summary>Code between backticks, strong words between pairs of asterisks.</summary>
    private static IEnumerable<object> Inline(IEnumerable<string> parts)
    {
        var codes = string.Join(' ', parts).Split('`');
        for (var i = 0; i < codes.Length; i++)
            if (i % 2 == 1)
                yield return new XElement("code", WebUtility.HtmlDecode(codes[i]));
            else
            {
                var strong = codes[i].Split("**");
                for (var j = 0; j < strong.Length; j++)
                    yield return j % 2 == 1
                        ? new XElement("strong", WebUtility.HtmlDecode(strong[j]))
                        : WebUtility.HtmlDecode(strong[j]);
            }
    }

    private List<string> While(Func<string, bool> matches)
    {
        var taken = new List<string>();
        while (at < lines.Length && matches(lines[at]))
            taken.Add(lines[at++]);
        return taken;
    }

    private static bool Begins(string line, string sign) => line.StartsWith(sign, StringComparison.Ordinal);
}
