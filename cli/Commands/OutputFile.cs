using System.CommandLine;
using Volcast.Files;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>A flag that names a file to write, <c>--out</c> unless it says otherwise.</summary>
internal sealed class OutputFile(string description, string name = "--out")
{
    private readonly Option<string?> option = new(name) { Description = description, HelpName = "file" };

    public Symbol Option => option;

    /// <summary>The path as it was given; null where none was.</summary>
    /// <exception cref="SettingException">It is empty, a folder, or in one where nothing can be written.</exception>
    public string? Of(ParseResult parsed, CommandContext context)
    {
        switch (parsed.GetValue(option))
        {
            case null:
                return null;
            case "":
                throw new SettingException($"{option.Name} needs a file name.");
            case var path when Directory.Exists(context.PathOf(path)):
                throw new SettingException($"{option.Name} {path} is a folder: give a file name.");
            case var path:
                if (!IsDevice(Resolve(context, path)))
                    RequireWritable(option.Name, Path.GetDirectoryName(Resolve(context, path))!);
                return path;
        }
    }

    /// <summary>Sees at the beginning of a long run whether its end can be written; leaves nothing behind.</summary>
    /// <param name="flag">That names the folder, or a file in it.</param>
    /// <param name="folder">May not be there yet.</param>
    /// <exception cref="SettingException">Nothing can be written there.</exception>
    public static void RequireWritable(string flag, string folder)
    {
        var there = folder;
        while (!Path.Exists(there) && Path.GetDirectoryName(there) is { } above)
            there = above;
        try
        {
            var probe = Path.Combine(there, $".volcast-{Environment.ProcessId}.tmp");
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{flag}: nothing can be written in {there}. Give another place.");
        }
    }

    /// <summary>A regular file is replaced whole or not at all, also behind a link; a device is written to.</summary>
    /// <returns>The file that was written.</returns>
    public static string Write(CommandContext context, string path, Action<TextWriter> write)
    {
        var file = Resolve(context, path);
        if (IsDevice(file))
        {
            using var device = new StreamWriter(file);
            write(device);
        }
        else
        {
            AtomicFile.Write(file, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                write(writer);
            });
        }
        return file;
    }

    private static string Resolve(CommandContext context, string path)
    {
        var named = new FileInfo(context.PathOf(path));
        return named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static bool IsDevice(string file) => file.StartsWith("/dev/", StringComparison.Ordinal);
}
