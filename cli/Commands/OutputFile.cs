using System.CommandLine;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Volcast.Files;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>A flag that names a file to write; <c>--out</c> by default.</summary>
internal sealed class OutputFile(string description, string name = "--out")
{
    private static readonly string?[] Descriptors = ["/dev/fd", "/proc/self/fd"];

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
                if (DirectStream(context, path) is null)
                    RequireWritable(option.Name, Resolve(context, path));
                return path;
        }
    }

    /// <summary>Checks before a long run that its result can be written: writes an empty file in its place, in the way in which
    /// the result will be written, and deletes it with the folders that it needed.</summary>
    /// <param name="flag">The flag that names the file or a folder above it.</param>
    /// <param name="file">The folder above it need not exist yet; an existing file stays as it is.</param>
    /// <exception cref="SettingException">The file cannot be written.</exception>
    public static void RequireWritable(string flag, string file)
    {
        if (Directory.Exists(file))
            throw new SettingException($"{flag}: {file} is a folder, and a file of this name is written. Give another place.");
        var missing = new List<string>();
        for (var at = Path.GetDirectoryName(file); at is not null && !Path.Exists(at); at = Path.GetDirectoryName(at))
            missing.Add(at);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            new FileStream(
                AtomicFile.TemporaryOf(file), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)
                .Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{flag}: {file} cannot be written: {refused.Message.TrimEnd('.')}. Give another place.");
        }
        finally
        {
            foreach (var folder in missing.Where(Directory.Exists))
                Directory.Delete(folder);
        }
    }

    /// <summary>Requires that no output of a command is another one or lies in it.</summary>
    /// <param name="context">Resolves the paths.</param>
    /// <param name="outputs">Flag and path as given; null where the flag is not used.</param>
    /// <exception cref="SettingException">One would replace the other.</exception>
    public static void RequireDistinct(CommandContext context, params ReadOnlySpan<(string Flag, string? Path)> outputs)
    {
        var known = new List<(string Flag, string File)>();
        foreach (var (flag, path) in outputs)
        {
            if (path is null || DirectStream(context, path) is not null)
                continue;
            var file = Resolve(context, path);
            if (known.FirstOrDefault(other => Holds(other.File, file) || Holds(file, other.File)).Flag is { } taken)
                throw new SettingException($"{taken} and {flag} {path} would replace each other: give places apart.");
            known.Add((flag, file));
        }
    }

    /// <summary>Replaces a regular file atomically, also behind a link; writes directly to a device, a pipe, or an open
    /// descriptor.</summary>
    /// <returns>The file that was written.</returns>
    public static string Write(CommandContext context, string path, Action<TextWriter> write)
    {
        if (DirectStream(context, path) is { } open)
        {
            using var direct = new StreamWriter(open());
            write(direct);
            return path;
        }
        var file = Resolve(context, path);
        AtomicFile.Write(file, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            write(writer);
        });
        return file;
    }

    /// <summary>As <see cref="Write"/>, for content that is read from elsewhere while it is written.</summary>
    /// <returns>The file that was written.</returns>
    public static async Task<string> WriteAsync(CommandContext context, string path, Func<Stream, Task> write)
    {
        if (DirectStream(context, path) is { } open)
        {
            await using var direct = open();
            await write(direct);
            return path;
        }
        var file = Resolve(context, path);
        await AtomicFile.WriteAsync(file, write);
        return file;
    }

    /// <summary>Opens what is written directly; null for a path that is replaced. The shell may append to the file behind a
    /// descriptor, so the file is not replaced.</summary>
    /// <exception cref="SettingException">The path names a descriptor of a regular file other than standard output and error:
    /// the position at which its owner writes is not known.</exception>
    private static Func<Stream>? DirectStream(CommandContext context, string path)
    {
        var (named, file) = (context.PathOf(path), Resolve(context, path));
        switch (named)
        {
            case "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1":
                return Console.OpenStandardOutput;
            case "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2":
                return Console.OpenStandardError;
        }
        if (Path.Exists(file) && FileKinds.Of(file) is FileKind.Device or FileKind.Pipe)
            return () => new FileStream(file, FileMode.Open, FileAccess.Write);
        if (!Descriptors.Contains(Path.GetDirectoryName(named))
            || !int.TryParse(Path.GetFileName(named), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return File.Exists(file)
            ? throw new SettingException($"{path} is an open file: give its name.")
            : () => new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write);
    }

    private static bool Holds(string folder, string file) => $"{file}/".StartsWith($"{folder}/", StringComparison.Ordinal);

    private static string Resolve(CommandContext context, string path)
    {
        var named = new FileInfo(context.PathOf(path));
        return named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
