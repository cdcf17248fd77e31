using System.Runtime.InteropServices;

namespace Volcast.Files;

/// <summary>How an atomic write treats its temporary file.</summary>
public sealed record AtomicFileOptions
{
    /// <summary>The temporary file; it must be on the same volume as the target. Default: <c>.NAME.tmp</c> in the target's
    /// folder.</summary>
    public string? TemporaryPath { get; init; }

    /// <summary>Whether the content reaches the disk before the rename. Default: true. Without it a loss of power may leave a
    /// torn file, which the reader has to detect.</summary>
    public bool FlushToDisk { get; init; } = true;

    /// <summary>Whether an existing file is replaced. Default: true. If false, the write fails when the file exists.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>Permissions of the new file, on Unix; null for the process's default.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Called before each step that changes the disk, with the step's name. A test throws from it to simulate a
    /// kill.</summary>
    public Action<string>? BeforeStep { get; init; }
}

/// <summary>
/// Writes a file atomically: after a crash, and for every reader, the file has the old or the new content and never a part of it.
/// The content goes to a temporary file, which is flushed to the disk and renamed.
/// </summary>
/// <remarks>Two writers of one file must exclude each other, because they share its temporary file. The folder is not
/// flushed after the rename: a loss of power (not a killed process) may undo the write.</remarks>
public static partial class AtomicFile
{
    /// <summary>EEXIST, which has this number on Linux and macOS.</summary>
    private const int Exists = 17;

    /// <summary>The end of every temporary file's name.</summary>
    public const string TemporarySuffix = ".tmp";

    private static readonly AtomicFileOptions Default = new();

    /// <summary>The temporary file of a path: <c>.NAME.tmp</c> in the same folder.</summary>
    public static string TemporaryOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}{TemporarySuffix}");

    /// <summary>Writes the file and creates its folder if needed. A failed write deletes the temporary file.</summary>
    /// <exception cref="IOException">The disk is full, or the file exists and may not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write there.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content, AtomicFileOptions? options = null)
    {
        options ??= Default;
        Write(path, file =>
        {
            var written = 0;
            if (options.BeforeStep is { } step)
            {
                file.Write(content.Span[..(written = content.Length / 2)]);
                step($"write the rest of {file.Name}");
            }
            file.Write(content.Span[written..]);
        }, options);
    }

    /// <summary>As <see cref="Write(string, ReadOnlyMemory{byte}, AtomicFileOptions)"/>, with content that is written to a
    /// stream. An exception of <paramref name="write"/> leaves the old file unchanged.</summary>
    public static void Write(string path, Action<FileStream> write, AtomicFileOptions? options = null)
    {
        options ??= Default;
        var temporary = WriteTemporary(path, write, options);
        Run(() => Rename(temporary, path, options), [temporary], options);
    }

    /// <summary>As <see cref="Write(string, Action{FileStream}, AtomicFileOptions)"/>, for content that is read from elsewhere
    /// while it is written.</summary>
    public static async Task WriteAsync(string path, Func<FileStream, Task> write)
    {
        var temporary = TemporaryOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await using (var file = Create(temporary, mode: null))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }
            Rename(temporary, path, Default);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Writes several files into a folder. All temporary files are written before the first rename, so a file that
    /// cannot be written leaves all old files unchanged. A crash between two renames leaves some new and some old files, each
    /// complete.</summary>
    /// <param name="folder">It is created if it does not exist.</param>
    /// <param name="files">Name → content; renamed in this order.</param>
    public static void WriteAll(string folder, IReadOnlyCollection<KeyValuePair<string, byte[]>> files)
    {
        string[] temporaries = [.. files.Select(file => TemporaryOf(Path.Combine(folder, file.Key)))];
        Run(() =>
        {
            foreach (var (name, content) in files)
                WriteTemporary(Path.Combine(folder, name), file => file.Write(content), Default);
            foreach (var (temporary, (name, _)) in temporaries.Zip(files))
                Rename(temporary, Path.Combine(folder, name), Default);
        }, temporaries, Default);
    }

    private static string WriteTemporary(string path, Action<FileStream> write, AtomicFileOptions options)
    {
        var temporary = options.TemporaryPath ?? TemporaryOf(path);
        options.BeforeStep?.Invoke($"create {temporary}");
        Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
        Run(() =>
        {
            using var file = Create(temporary, options.Mode);
            write(file);
            file.Flush(options.FlushToDisk);
        }, [temporary], options);
        return temporary;
    }

    private static void Rename(string temporary, string path, AtomicFileOptions options)
    {
        options.BeforeStep?.Invoke($"create the folder of {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        options.BeforeStep?.Invoke($"rename to {path}");
        if (options.Overwrite || OperatingSystem.IsWindows() || !TryLink(temporary, path))
            File.Move(temporary, path, options.Overwrite);
        else
            File.Delete(temporary);
    }

    /// <summary>Gives the temporary file its name unless the name is taken. .NET's own move looks first and renames afterwards,
    /// so that of two writers at the same time both would succeed.</summary>
    /// <returns>False if the file system has no hard links.</returns>
    /// <exception cref="IOException">The name is taken.</exception>
    private static bool TryLink(string temporary, string path)
    {
        if (Link(temporary, path) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == Exists ? throw new IOException($"{path} exists already.") : false;
    }

    /// <summary>link of .NET's own library.</summary>
    [LibraryImport(
        "libSystem.Native", EntryPoint = "SystemNative_Link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string source, string target);

    /// <summary>Deletes the temporary files of a step that fails, except where a test stops the process.</summary>
    private static void Run(Action step, string[] temporaries, AtomicFileOptions options)
    {
        try
        {
            step();
        }
        catch (Exception e) when (options.BeforeStep is null || e is IOException or UnauthorizedAccessException)
        {
            foreach (var temporary in temporaries)
                TryDelete(temporary);
            throw;
        }
    }

    private static FileStream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return new(path, options);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The caller reports the failure of the write, which says more.
        }
    }
}
