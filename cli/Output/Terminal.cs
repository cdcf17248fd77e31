using Spectre.Console;
using Spectre.Console.Rendering;
using Volcast.Hosting;

namespace Volcast.Cli.Output;

/// <summary>
/// Writes results to standard output, and progress and notes to standard error. On a terminal, progress redraws one line;
/// elsewhere it writes a few plain lines for each step.
/// </summary>
internal sealed class Terminal : IProgress<JobProgress>
{
    private const int PlainLinesPerStep = 4;
    private readonly Shell shell;
    private readonly Hints? hints;
    private readonly Lock gate = new();
    private string step = "";
    private int reportedQuarters;
    private bool lineIsOpen;

    /// <param name="shell">The streams.</param>
    /// <param name="hints">Completes the commands that messages suggest; null leaves them as they are.</param>
    public Terminal(Shell shell, Hints? hints = null)
    {
        this.shell = shell;
        this.hints = hints;
        Page = new PageWriter(() => Out, LineWidth, Complete);
        Console = CreateConsole(shell.Out, shell.Width, shell.ShowsStyles);
    }

    /// <summary>The width of standard output, columns.</summary>
    public int Width => shell.Width;

    /// <summary>The width at which text for people is broken: that of a terminal, and none for a file or a pipe.</summary>
    public int LineWidth => shell.BreaksLines ? shell.Width : int.MaxValue;

    /// <summary>Standard output. An open progress line is ended first.</summary>
    public TextWriter Out => Closed(shell.Out);

    /// <summary>Standard output for programs: the same stream, always in UTF-8. An open progress line is ended first.</summary>
    public TextWriter Data => Closed(shell.Data);

    /// <summary>Standard output for text that a person reads: suggested commands are completed, and lines that are too wide for
    /// the terminal are broken between words.</summary>
    public TextWriter Page { get; }

    /// <summary>The lines of a table or another widget at a width, without colours.</summary>
    public static string[] Render(IRenderable widget, int width)
    {
        using var text = new StringWriter();
        CreateConsole(text, width, showsStyles: false).Write(widget);
        return text.ToString().Split(text.NewLine);
    }

    /// <summary>Spectre's console on standard output, with colours and weights if it shows them.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The text in the colour and weight of its meaning, if standard output shows them.</summary>
    public string Paint(string text, Tone tone) => shell.ShowsStyles ? Tones.Paint(text, tone) : text;

    /// <summary>Writes a message about the run to standard error, with complete commands where it suggests any.</summary>
    public void Note(string text)
    {
        lock (gate)
        {
            CloseLine();
            shell.WriteError(Complete(text));
        }
    }

    /// <summary>A command that the user can run next, with the flags of this invocation; see <see cref="Hints"/>.</summary>
    public string Command(string words) => hints?.Command(words) ?? words;

    /// <summary>The text with each suggested command completed; see <see cref="Hints"/>.</summary>
    public string Complete(string text) => hints?.Complete(text) ?? text;

    public void Report(JobProgress value)
    {
        lock (gate)
        {
            var quarters = value.Total > 0 ? value.Done * PlainLinesPerStep / value.Total : 0;
            var isNew = value.Step != step || (value.Total > 1 && quarters > reportedQuarters);
            if (value.Step != step)
            {
                CloseLine();
                step = value.Step;
                reportedQuarters = 0;
            }
            reportedQuarters = Math.Max(reportedQuarters, quarters);

            var text = value.Total > 1 ? $"{value.Step}: {value.Done} of {value.Total}" : value.Step;
            if (shell.IsInteractive)
            {
                shell.Error.Write($"\r\u001b[K  {text}");
                lineIsOpen = true;
                if (value.Done >= value.Total)
                    CloseLine();
            }
            else if (isNew)
                shell.Error.WriteLine($"  {text}");
        }
    }

    private TextWriter Closed(TextWriter stream)
    {
        lock (gate)
            CloseLine();
        return stream;
    }

    private void CloseLine()
    {
        if (lineIsOpen)
            shell.Error.WriteLine();
        lineIsOpen = false;
    }

    private static IAnsiConsole CreateConsole(TextWriter output, int width, bool showsStyles)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = showsStyles ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = showsStyles ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = width;
        return console;
    }
}
