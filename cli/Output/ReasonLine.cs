namespace Volcast.Cli.Output;

/// <summary>The contribution of one input: its amount in points of volatility, a bar, and its label. The label stands last, so that
/// no label moves a bar.</summary>
internal static class ReasonLine
{
    private const string Indent = "  ";
    private const int AmountWidth = 7;
    private const int BarWidth = 10;
    private const int Gap = 2;

    /// <param name="terminal">The output.</param>
    /// <param name="label">What contributes.</param>
    /// <param name="amount">As text.</param>
    /// <param name="share">The length of the bar, 0 to 1 of the longest; negative for a contribution below zero.</param>
    public static void Write(Terminal terminal, string label, string amount, double share)
    {
        var cells = (int)Math.Round(BarWidth * Math.Abs(share));
        var bar = terminal.Paint(new string(share < 0 ? '░' : '█', cells), share < 0 ? Tone.Lowers : Tone.Raises);
        var head = $"{Indent}{amount.PadLeft(AmountWidth)}{new string(' ', Gap)}{bar}{new string(' ', BarWidth - cells + Gap)}";
        foreach (var line in WrappedText.Lines(label, terminal.LineWidth - Tones.Width(head)))
        {
            terminal.Out.WriteLine(head + line);
            head = new string(' ', Tones.Width(head));
        }
    }
}
