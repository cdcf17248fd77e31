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

    /// <summary>The kind of a path; a symbolic link is not followed.</summary>
    /// <exception cref="FileNotFoundException">Nothing has this name, or its folder may not be read.</exception>
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
            throw new FileNotFoundException($"{path} does not exist, or its folder may not be read.", path);
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
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkStatus(string path, ref byte status);
}
