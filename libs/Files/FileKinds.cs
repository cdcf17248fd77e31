using System.Runtime.InteropServices;

namespace Volcast.Files;

/// <summary>What a path names.</summary>
public enum FileKind
{
    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link to anything, or to nothing.</summary>
    Link,

    /// <summary>A named pipe. Opening it waits for another program.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device. Reading it may never end.</summary>
    Device,
}

/// <summary>Reports what a path names without opening it.</summary>
public static partial class FileKinds
{
    private const int TypeMask = 0xF000;
    private const int ModeOffset = sizeof(int);
    private const int StatusBytes = 256;

    // ENOENT, ENOTDIR and EACCES, which have these numbers on Linux and macOS.
    private const int NoEntry = 2;
    private const int NoFolder = 20;
    private const int Denied = 13;

    /// <summary>The kind of a path; a symbolic link is not followed.</summary>
    /// <exception cref="FileNotFoundException">Nothing has this name.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be read.</exception>
    /// <exception cref="IOException">The file system does not answer.</exception>
    public static FileKind Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.GetAttributes(path) switch
            {
                var link when link.HasFlag(FileAttributes.ReparsePoint) => FileKind.Link,
                var folder when folder.HasFlag(FileAttributes.Directory) => FileKind.Folder,
                var device when device.HasFlag(FileAttributes.Device) => FileKind.Device,
                _ => FileKind.Regular,
            };
        Span<byte> status = stackalloc byte[StatusBytes];
        if (LinkStatus(path, ref MemoryMarshal.GetReference(status)) != 0)
            throw Marshal.GetLastPInvokeError() switch
            {
                NoEntry or NoFolder => new FileNotFoundException($"{path} does not exist.", path),
                Denied => new UnauthorizedAccessException($"{path} cannot be read: its folder may not be read."),
                var error => new IOException($"{path} cannot be read: {Marshal.GetPInvokeErrorMessage(error)}."),
            };
        return (MemoryMarshal.Read<int>(status[ModeOffset..]) & TypeMask) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
    }

    /// <summary>The kind in words, such as "a named pipe".</summary>
    public static string Describe(FileKind kind) => kind switch
    {
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Link => "a symbolic link",
        FileKind.Pipe => "a named pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };

    /// <summary>lstat of .NET's own library, which gives the same record on every Unix: flags, then the mode, each of four
    /// bytes.</summary>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LinkStatus(string path, ref byte status);
}
