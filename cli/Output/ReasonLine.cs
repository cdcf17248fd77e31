namespace Volcast.Cli.Output;

/// <summary>The contribution of one input: its label, its amount in points of volatility, and a bar.</summary>
internal static class ReasonLine
{
    private const string Indent = "    ";
    private const int AmountWidth = 7;
    private const int Gap = 2;
    private const int LabelWidth = 60;
    private const int BarWidth = 20;
    private const int NarrowBarWidth = 10;

    /// <param name="terminal">The output.</param>
    /// <param name="label">What contributes.</param>
    /// <param name="amount">As text.</param>
    /// <param name="share">The length of the bar, 0 to 1 of the longest; negative for a contribution below zero.</param>
    public static void Write(Terminal terminal, string label, string amount, double share)
    {
        var isNarrow = terminal.LineWidth < Indent.Length + LabelWidth + AmountWidth + Gap + BarWidth;
        var barWidth = isNarrow ? NarrowBarWidth : BarWidth;
        var labelWidth = isNarrow ? terminal.LineWidth - Indent.Length - AmountWidth - Gap - barWidth : LabelWidth;
        var bar = new string(share < 0 ? '░' : '█', (int)Math.Round(barWidth * Math.Abs(share)));
        string[] lines = isNarrow ? [.. WrappedText.Lines(label, labelWidth)] : [label];
        foreach (var line in lines[..^1])
            terminal.Out.WriteLine(Indent + line);
        terminal.Out.WriteLine(
            $"{Indent}{lines[^1].PadRight(labelWidth)}{amount.PadLeft(AmountWidth)}{new string(' ', Gap)}{bar}".TrimEnd());
    }
}
