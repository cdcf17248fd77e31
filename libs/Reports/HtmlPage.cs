using System.Text;
using System.Xml;
using System.Xml.Linq;
using Volcast.Reports.Design;

namespace Volcast.Reports;

/// <summary>A self-contained HTML page: the style sheet is inside, and there is no network request. The page is well-formed XML
/// too.</summary>
public static class HtmlPage
{
    /// <summary>The style sheet of pages, tables and charts, for light and dark screens and for print.</summary>
    public static string Style { get; } = string.Join('\n', StyleSheets.Tokens, StyleSheets.Charts, StyleSheets.Report);

    /// <summary>The element that makes the tables of a file sortable by their headings. Without scripts a page can be read in
    /// full.</summary>
    public static XElement SortScript() => new("script", "\n" + StyleSheets.Sorting);

    /// <summary>Wraps content in a complete document in British English.</summary>
    /// <param name="title">The title of the browser's tab.</param>
    /// <param name="content">The children of the body; nulls are left out.</param>
    public static XElement Document(string title, params object?[] content) => new("html",
        new XAttribute("lang", "en-GB"),
        new XElement("head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            Meta("viewport", "width=device-width, initial-scale=1"),
            Meta("color-scheme", "light dark"),
            new XElement("title", title),
            new XElement("style", "\n" + Style)),
        new XElement("body", content));

    /// <summary>The document as a file: UTF-8 without byte order mark, LF line ends. Equal documents give equal bytes.</summary>
    public static byte[] Bytes(XElement document)
    {
        using var stream = new MemoryStream();
        stream.Write("<!DOCTYPE html>\n"u8);
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            Indent = true,
            IndentChars = "",
            NewLineChars = "\n",
        };
        using (var writer = XmlWriter.Create(stream, settings))
            document.Save(writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static XElement Meta(string name, string content) =>
        new("meta", new XAttribute("name", name), new XAttribute("content", content));
}
