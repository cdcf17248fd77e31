using System.Text;

namespace Volcast.Cli.Output;

/// <summary>Completes the commands that a line suggests, and breaks lines that are wider than the terminal between words. What
/// follows is indented to the line's second column, or by two more than the line.</summary>
/// <param name="inner">Gives the writer that receives the lines.</param>
/// <param name="width">Columns.</param>
/// <param name="complete">Completes suggested commands (<see cref="Hints"/>).</param>
internal sealed class PageWriter(Func<TextWriter> inner, int width, Func<string, string> complete) : TextWriter
{
    private readonly StringBuilder line = new();

    public override Encoding Encoding => inner().Encoding;

    public override void Write(char value)
    {
        if (value == '\n')
        {
            foreach (var piece in Pieces(complete(line.ToString().TrimEnd('\r'))))
                inner().WriteLine(piece);
            line.Clear();
        }
        else
            line.Append(value);
    }

    public override void Flush()
    {
        inner().Write(line);
        line.Clear();
        inner().Flush();
    }

    private IEnumerable<string> Pieces(string text)
    {
        if (Tones.Width(text) <= width)
            return [text];
        var (start, hang) = Columns(text);
        var head = text[..start];
        return WrappedText.Lines(text[start..], width - Math.Max(Tones.Width(head), hang))
            .Select((piece, i) => (i == 0 ? head : new string(' ', hang)) + piece);
    }

    /// <summary>Where the text begins that may be broken, and where its further lines begin.</summary>
    private (int Start, int Hang) Columns(string text)
    {
        var indent = text.Length - text.TrimStart(' ').Length;
        var gap = text.IndexOf("  ", indent, StringComparison.Ordinal);
        if (gap < 0)
            return (indent, indent + 2);
        var second = gap;
        while (second < text.Length && text[second] == ' ')
            second++;
        var column = Tones.Width(text[..second]);
        return column <= width / 2 ? (second, column) : (indent, indent + 2);
    }
}
