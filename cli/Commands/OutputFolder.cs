using System.CommandLine;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>A flag that names a folder to write files into.</summary>
internal sealed class OutputFolder(string name, string description)
{
    private readonly Option<string?> option = new(name) { Description = description, HelpName = "dir" };

    public Symbol Option => option;

    public string Name => option.Name;

    /// <summary>The folder as given; null if none was given.</summary>
    public string? Given(ParseResult parsed) => parsed.GetValue(option);

    /// <summary>The absolute path; null if none was given. A long run is not started if its result cannot be written.</summary>
    /// <param name="parsed">The invocation's flags.</param>
    /// <param name="context">Resolves the path.</param>
    /// <param name="file">A file that is written into the folder or into those inside it.</param>
    /// <param name="inside">Folders inside it that may be written to.</param>
    /// <exception cref="SettingException">The value is not a folder that can be written.</exception>
    public string? Of(ParseResult parsed, CommandContext context, string file, IEnumerable<string> inside)
    {
        switch (Given(parsed))
        {
            case null:
                return null;
            case "":
                throw new SettingException($"{Name} needs a folder name.");
            case var folder when File.Exists(context.PathOf(folder)):
                throw new SettingException($"{Name} {folder} is a file: give a folder.");
            case var folder:
                var path = context.PathOf(folder);
                OutputFile.RequireWritable(Name, Path.Combine(path, file));
                foreach (var one in inside)
                    OutputFile.RequireWritable(Name, Path.Combine(path, one, file));
                return path;
        }
    }
}
