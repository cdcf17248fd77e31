using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Volcast.Cli.Output;

namespace Volcast.Cli.Help;

/// <summary>Help that groups the root's commands under headings; a command's own help is the library's.</summary>
internal sealed class GroupedHelp(RootCommand root, IReadOnlyList<CommandGroup> groups, int width) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private readonly HelpAction ofOneCommand = new() { MaxWidth = width };

    /// <summary>Shows help even if required arguments are missing.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Replaces the root's help.</summary>
    public static void Install(RootCommand root, IReadOnlyList<CommandGroup> groups, int width) =>
        root.Options.OfType<HelpOption>().Single().Action = new GroupedHelp(root, groups, width);

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command != root)
            return ofOneCommand.Invoke(parseResult);
        Write(parseResult.InvocationConfiguration.Output);
        return ExitCode.Done;
    }

    private void Write(TextWriter page)
    {
        page.WriteLine("Description:");
        WriteColumns(page, [("", root.Description!)], 0);
        page.WriteLine();
        page.WriteLine("Usage:");
        page.WriteLine("  volcast COMMAND [options]");
        page.WriteLine("  volcast COMMAND --help");
        var options = root.Options.Where(option => !option.Hidden).Select(option =>
            (Names(option), option.Description ?? "")).ToArray();
        var sections = groups.Select(group => (group.Heading, Rows: Rows(group))).Append(("Options", Rows: options)).ToArray();
        var first = sections.SelectMany(section => section.Rows).Max(row => row.Item1.Length) + 2;
        foreach (var (heading, rows) in sections)
        {
            page.WriteLine();
            page.WriteLine($"{heading}:");
            WriteColumns(page, rows, first);
        }
    }

    /// <summary>The short names before the long one; the Windows forms with a slash work, but are not shown.</summary>
    private static string Names(Option option) => string.Join(", ",
        option.Aliases.Append(option.Name).Where(name => name.StartsWith('-')).OrderBy(name => name.Length));

    private static (string Name, string Text)[] Rows(CommandGroup group) =>
    [
        .. group.Commands.Select(command => (command.Name, command.Description ?? "")),
        .. group.Launcher.Select(command => (command.Name, command.Description)),
    ];

    private void WriteColumns(TextWriter page, IEnumerable<(string Name, string Text)> rows, int first)
    {
        foreach (var (name, text) in rows)
        {
            var label = name;
            foreach (var line in WrappedText.Lines(text, width - Indent - first))
            {
                page.WriteLine($"{new string(' ', Indent)}{label.PadRight(first)}{line}".TrimEnd());
                label = "";
            }
        }
    }
}
