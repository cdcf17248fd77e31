using Volcast.Cli.Doctor;

namespace Volcast.Cli.Output;

/// <summary>The line of one check of <c>volcast doctor</c>.</summary>
internal static class DoctorView
{
    private const int ConditionWidth = 9;
    private const int NameWidth = 12;

    public static void Write(Terminal terminal, string check, Diagnosis diagnosis)
    {
        var label = diagnosis.Condition.ToString().ToLowerInvariant().PadRight(ConditionWidth) + check.PadRight(NameWidth);
        var text = terminal.Complete(diagnosis.Fix is { } fix ? $"{diagnosis.Found}. {fix}" : $"{diagnosis.Found}.");
        foreach (var line in WrappedText.Lines(text.ReplaceLineEndings(" "), terminal.LineWidth - label.Length))
        {
            terminal.Out.WriteLine(label + line);
            label = new(' ', label.Length);
        }
    }
}
