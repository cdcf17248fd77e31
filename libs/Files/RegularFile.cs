namespace Volcast.Files;

/// <summary>Reads a file that a user or another program may have put there. A named pipe would wait for ever and a device may never
/// end, so neither is opened, also not through a symbolic link.</summary>
public static class RegularFile
{
    /// <summary>The content of a file.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <param name="largest">The most bytes that it may have.</param>
    /// <exception cref="FileNotFoundException">Nothing has this name.</exception>
    /// <exception cref="IOException">It is not a regular file, it is larger, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It, or its folder, may not be read.</exception>
    public static byte[] Read(string path, long largest = int.MaxValue)
    {
        Require(path);
        using var file = File.OpenRead(path);
        if (file.Length > largest)
            throw new IOException($"{path} is larger than {Size(largest)}.");
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    /// <summary>The text of a file: UTF-8, or as its byte order mark says.</summary>
    /// <inheritdoc cref="Read"/>
    public static string ReadText(string path, long largest = int.MaxValue)
    {
        using var text = new StreamReader(new MemoryStream(Read(path, largest)));
        return text.ReadToEnd();
    }

    /// <exception cref="FileNotFoundException">Nothing has this name.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be read.</exception>
    /// <exception cref="IOException">The path names neither a regular file nor a link to one.</exception>
    public static void Require(string path)
    {
        var kind = FileKinds.Of(path);
        if (kind == FileKind.Link)
            kind = File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? FileKinds.Of(target.FullName) : kind;
        if (kind != FileKind.Regular)
            throw new IOException($"{path} is {FileKinds.Describe(kind)}: it must be a regular file.");
    }

    private static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
