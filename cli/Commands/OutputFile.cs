using System.CommandLine;
using Volcast.Files;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>A flag that names a file to write; <c>--out</c> by default.</summary>
internal sealed class OutputFile(string description, string name = "--out")
{
    private readonly Option<string?> option = new(name) { Description = description, HelpName = "file" };

    public Symbol Option => option;

    /// <summary>The path as given; null if none was given.</summary>
    /// <exception cref="SettingException">It is empty, a folder, or in a folder that cannot be written to.</exception>
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

    /// <summary>Checks before a long run that its result can be written; leaves no file behind.</summary>
    /// <param name="flag">The flag that names the folder or a file in it.</param>
    /// <param name="folder">It need not exist yet.</param>
    /// <exception cref="SettingException">The folder cannot be written to.</exception>
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

    /// <summary>Replaces a regular file atomically, also behind a link; writes directly to a device or a pipe.</summary>
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

    private static bool IsDevice(string file) => Path.Exists(file) && FileKinds.Of(file) is FileKind.Device or FileKind.Pipe;
}
