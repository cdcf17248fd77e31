using Volcast.Cli.Doctor;
using Volcast.Market;

namespace Volcast.Cli.Output;

/// <summary>The lines of <c>volcast doctor</c>: one for each check, then the result.</summary>
internal static class DoctorView
{
    private const int ConditionWidth = 9;
    private const int NameWidth = 12;

    public static void Write(Terminal terminal, string check, Diagnosis diagnosis)
    {
        var condition = diagnosis.Condition.ToString().ToLowerInvariant();
        var label = terminal.Paint(condition, ToneOf(diagnosis.Condition)) + new string(' ', ConditionWidth - condition.Length)
            + check.PadRight(NameWidth);
        var text = terminal.Complete(diagnosis.Fix is { } fix ? $"{diagnosis.Found}. {fix}" : $"{diagnosis.Found}.");
        foreach (var line in WrappedText.Lines(text.ReplaceLineEndings(" "), terminal.LineWidth - Tones.Width(label)))
        {
            terminal.Out.WriteLine(label + line);
            label = new(' ', Tones.Width(label));
        }
    }

    public static void WriteResult(Terminal terminal, IReadOnlyCollection<Condition> conditions)
    {
        var (problems, warnings) =
            (conditions.Count(one => one == Condition.Problem), conditions.Count(one => one == Condition.Warning));
        terminal.Page.WriteLine();
        terminal.Page.WriteLine(problems + warnings == 0
            ? terminal.Paint("Everything works.", Tone.Good)
            : string.Join(", ", ((string[])
                [
                    problems == 0 ? "" : terminal.Paint(Counted.Of(problems, "problem"), Tone.Alarm),
                    warnings == 0 ? "" : terminal.Paint(Counted.Of(warnings, "warning"), Tone.Caution),
                ]).Where(part => part.Length > 0))
                + (problems > 0 ? ": a command will fail." : ": Volcast works, but something needs attention."));
    }

    private static Tone ToneOf(Condition condition) => condition switch
    {
        Condition.Ok => Tone.Good,
        Condition.Warning => Tone.Caution,
        _ => Tone.Alarm,
    };
}
