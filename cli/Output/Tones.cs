using System.Text.RegularExpressions;

namespace Volcast.Cli.Output;

/// <summary>What a piece of text means to its reader. A terminal shows it by colour and weight; the words say it too.</summary>
internal enum Tone
{
    Plain,

    /// <summary>The figure or name that the reader looks for.</summary>
    Strong,

    /// <summary>Something that a reader may skip.</summary>
    Quiet,

    /// <summary>Nothing is to be done.</summary>
    Good,

    /// <summary>Something limits the use of the result, such as simulated data.</summary>
    Caution,

    /// <summary>The result must not be used, or something failed.</summary>
    Alarm,

    /// <summary>A contribution that raises the forecast.</summary>
    Raises,

    /// <summary>A contribution that lowers the forecast.</summary>
    Lowers,
}

/// <summary>Colour and weight of a text on a terminal (ECMA-48, Select Graphic Rendition).</summary>
internal static partial class Tones
{
    private const string Off = "\u001b[0m";

    /// <summary>The text in the tone's colour and weight.</summary>
    public static string Paint(string text, Tone tone) =>
        tone == Tone.Plain || text.Length == 0 ? text : $"\u001b[{Rendition(tone)}m{text}{Off}";

    /// <summary>The tone as a style of Spectre's markup.</summary>
    public static string Style(Tone tone) => tone switch
    {
        Tone.Strong => "bold",
        Tone.Quiet => "dim",
        Tone.Good => "green",
        Tone.Caution => "bold black on yellow",
        Tone.Alarm => "bold white on red",
        Tone.Raises => "color(208)",
        Tone.Lowers => "color(39)",
        _ => "default",
    };

    /// <summary>The columns that a text takes on a terminal.</summary>
    public static int Width(string text) =>
        text.Contains('\u001b', StringComparison.Ordinal) ? Sequence().Replace(text, "").Length : text.Length;

    // Orange and blue of the palette of 256 colours can be told apart with any colour vision.
    private static string Rendition(Tone tone) => tone switch
    {
        Tone.Strong => "1",
        Tone.Quiet => "2",
        Tone.Good => "32",
        Tone.Caution => "1;30;43",
        Tone.Alarm => "1;97;41",
        Tone.Raises => "38;5;208",
        Tone.Lowers => "38;5;39",
        _ => "0",
    };

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Sequence();
}
