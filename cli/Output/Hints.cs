using System.CommandLine;
using Volcast.Cli.Commands;
using Volcast.Hosting;

namespace Volcast.Cli.Output;

/// <summary>
/// Completes the commands that messages suggest, so that a user can paste them: the program's name as the user gave it, and the
/// flags of this invocation that say where data are and what is forecast (<see cref="SuggestedCommand.Complete"/>).
/// </summary>
internal sealed class Hints
{
    private static readonly Setting[] Kept =
        [VolcastSettings.Source, VolcastSettings.CsvPath, VolcastSettings.Data, VolcastSettings.Targets, VolcastSettings.Horizon];

    private readonly Command root;
    private readonly string program;
    private readonly (string Flag, string Value)[] given;

    private Hints(Command root, string program, (string Flag, string Value)[] given) =>
        (this.root, this.program, this.given) = (root, program, given);

    /// <summary>The hints of an invocation.</summary>
    public static Hints Of(ParseResult parsed, Shell shell)
    {
        var flags = parsed.CommandResult.Command is JobCommand job ? job.Given(parsed) : new Dictionary<Setting, string>();
        return new(parsed.RootCommandResult.Command, SuggestedCommand.Program(shell.Environment),
            [
                .. from setting in Kept
                   from flag in flags
                   where flag.Key.Name == setting.Name && setting.Problem(flag.Value) is null
                   select (setting.Flag!, flag.Value),
            ]);
    }

    /// <summary>A command, such as <c>registry show</c>, with the program's name and those flags of this invocation that the
    /// command takes.</summary>
    public string Command(string words)
    {
        var command = root;
        foreach (var word in words.Split(' '))
        {
            if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is not { } sub)
                break;
            command = sub;
        }
        return SuggestedCommand.With(
            $"{program} {words}", command is JobCommand job ? given.Where(flag => job.Takes(flag.Flag, flag.Value)) : []);
    }

    /// <summary>The text with each suggested command completed.</summary>
    public string Complete(string text) => SuggestedCommand.Complete(text, Command);
}
