using System.CommandLine;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>A flag that names a file to write, <c>--out</c> unless it says otherwise.</summary>
internal sealed class OutputFile(string description, string name = "--out")
{
    private readonly Option<string?> option = new(name) { Description = description, HelpName = "file" };

    public Symbol Option => option;

    /// <summary>The path as it was given; null where none was.</summary>
    /// <exception cref="SettingException">It is empty or a folder.</exception>
    public string? Of(ParseResult parsed, Run run) => parsed.GetValue(option) switch
    {
        { Length: 0 } => throw new SettingException($"{option.Name} needs a file name."),
        { } path when Directory.Exists(run.PathOf(path)) =>
            throw new SettingException($"{option.Name} {path} is a folder: give a file name."),
        var path => path,
    };

    /// <summary>A regular file is replaced whole or not at all, also behind a link; a device is written to.</summary>
    /// <returns>The file that was written.</returns>
    public static string Write(Run run, string path, Action<TextWriter> write)
    {
        var named = new FileInfo(run.PathOf(path));
        var file = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (file.StartsWith("/dev/", StringComparison.Ordinal))
        {
            WriteTo(file, write);
            return file;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = file + ".tmp";
        try
        {
            WriteTo(temporary, write);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return file;
    }

    private static void WriteTo(string file, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(file);
        write(writer);
    }
}
