using System.Globalization;
using System.Text;

namespace Volcast.Cli.Output;

/// <summary>Writes text for a terminal that may not display more than ASCII. Each sign becomes one that reads the same, such as
/// <c>-</c> for a minus sign; any other character becomes its code point, such as <c>\u00FC</c>.</summary>
internal sealed class AsciiWriter(TextWriter terminal) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => Encoding.ASCII;

    public override void Write(char value)
    {
        if (char.IsAscii(value))
            terminal.Write(value);
        else
            terminal.Write(Of(value));
    }

    public override void Write(string? value) => terminal.Write(Of(value));

    public override void Flush() => terminal.Flush();

    /// <summary>The text with each character above ASCII replaced.</summary>
    public static string? Of(string? text) =>
        text is null || Ascii.IsValid(text) ? text : string.Concat(text.Select(c => char.IsAscii(c) ? c.ToString() : Of(c)));

    private static string Of(char sign) => sign switch
    {
        '−' or '–' or '—' or '‑' or '─' or '━' => "-",
        '│' or '┃' or '║' => "|",
        '┌' or '┐' or '└' or '┘' or '├' or '┤' or '┬' or '┴' or '┼' or '╭' or '╮' or '╰' or '╯' or '╷' or '╵' => "+",
        '═' => "=",
        '█' => "#",
        '░' or '·' => ".",
        '•' or '∗' => "*",
        '●' => "O",
        '○' => "o",
        '◆' => "x",
        '╎' => ":",
        '×' => "x",
        '÷' => "/",
        '…' => "...",
        '→' => "->",
        '←' => "<-",
        '⇒' => "=>",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '≈' => "~",
        '±' => "+-",
        '²' => "2",
        '³' => "3",
        '½' => "1/2",
        '¼' => "1/4",
        '√' => "sqrt",
        '∞' => "inf",
        '∈' => "in",
        '⊂' => "within",
        'Σ' => "sum",
        'Δ' => "d",
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'θ' => "theta",
        'λ' => "lambda",
        'σ' => "sigma",
        '‘' or '’' or '′' => "'",
        '“' or '”' => "\"",
        '§' => "section ",
        '\u00A0' or '\u202F' => " ",
        _ => $"\\u{(int)sign:X4}",
    };
}
