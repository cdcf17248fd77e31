namespace Volcast.Reports.Design;

/// <summary>The style sheets that every page of Volcast shares, and the script that sorts tables.</summary>
public static class StyleSheets
{
    /// <summary>Colours, spaces and type sizes, as custom properties for light screens, dark screens and print.</summary>
    public static string Tokens { get; } = Read("tokens.css");

    /// <summary>The look of every SVG chart and of its caption; needs <see cref="Tokens"/>.</summary>
    public static string Charts { get; } = Read("charts.css");

    /// <summary>The look of every table of the dashboard; needs <see cref="Tokens"/>.</summary>
    public static string Tables { get; } = Read("tables.css");

    /// <summary>The layout of a self-contained report; needs both others.</summary>
    internal static string Report { get; } = Read("report.css");

    /// <summary>The script that sorts a table by a heading. It contains no character that XML escapes.</summary>
    public static string Sorting { get; } = Read("sort.js");

    private static string Read(string name)
    {
        using var stream = typeof(StyleSheets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
