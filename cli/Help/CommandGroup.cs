using System.CommandLine;

namespace Volcast.Cli.Help;

/// <summary>A heading of <c>volcast --help</c> with the commands under it, in the order shown.</summary>
/// <param name="Heading">Such as <c>Daily</c>.</param>
/// <param name="Commands">The commands of this program.</param>
internal sealed record CommandGroup(string Heading, IReadOnlyList<Command> Commands)
{
    /// <summary>Commands of the launcher <c>./volcast</c>, which this program does not know: shown after the others.</summary>
    public IReadOnlyList<LauncherCommand> Launcher { get; init; } = [];
}

/// <summary>A command that the launcher <c>./volcast</c> runs without this program.</summary>
internal sealed record LauncherCommand(string Name, string Description);
