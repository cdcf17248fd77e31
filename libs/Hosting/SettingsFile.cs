using Volcast.Files;

namespace Volcast.Hosting;

/// <summary>A value of the settings file and the line that holds it, counted from 1.</summary>
public readonly record struct SettingsLine(string Value, int Number);

/// <summary>
/// A file of lines <c>NAME=value</c>, as docker compose and shells read them: blank lines and <c>#</c> comments are skipped, also
/// after a value and white space; <c>export</c> is allowed; single or double quotes keep a value as it is. Values are literal: a
/// <c>$</c> stays a <c>$</c> (docs/decisions/0011-settings.md).
/// </summary>
public sealed class SettingsFile
{
    private const string Name = ".env";
    private const int MaximumBytes = 1 << 20;
    private readonly Dictionary<string, SettingsLine> lines = new(StringComparer.Ordinal);
    private readonly List<string> repeated = [];

    private SettingsFile(string path) => Path = path;

    /// <summary>A file without lines.</summary>
    public static SettingsFile Empty { get; } = new("");

    public string Path { get; }

    /// <summary>Name → value and line; the last of several lines with the same name wins.</summary>
    public IReadOnlyDictionary<string, SettingsLine> Lines => lines;

    /// <summary>A sentence for each name that stands on several lines.</summary>
    public IReadOnlyList<string> Repeated => repeated;

    /// <summary>The path of the settings file of a working folder.</summary>
    public static string PathIn(string workingFolder) => System.IO.Path.Combine(workingFolder, Name);

    /// <summary>Reads a file; a missing one has no lines.</summary>
    /// <exception cref="SettingException">A line is not an assignment, or the file is no regular file of at most 1 MiB.</exception>
    public static SettingsFile Read(string path)
    {
        var file = new SettingsFile(path);
        if (!File.Exists(path))
            return file;
        var number = 0;
        foreach (var raw in Text(path).Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line[7..].TrimStart();
            var equals = line.IndexOf('=');
            // The line itself is not shown: it may be part of a secret.
            if (equals <= 0)
                throw new SettingException($"{path}, line {number}: expected NAME=value.");
            var name = line[..equals].TrimEnd();
            if (file.lines.TryGetValue(name, out var earlier))
                file.repeated.Add($"{path}: {name} stands on lines {earlier.Number} and {number}; line {number} counts.");
            file.lines[name] = new(Unquote(line[(equals + 1)..].Trim()), number);
        }
        return file;
    }

    private static string Text(string path)
    {
        try
        {
            return RegularFile.ReadText(path, MaximumBytes);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The settings file cannot be read: {unread.Message}");
        }
    }

    private static string Unquote(string value)
    {
        if (value.Length > 0 && value[0] is '"' or '\'')
        {
            var end = value.IndexOf(value[0], 1);
            if (end > 0)
                return value[1..end];
        }
        if (value.StartsWith('#'))
            return "";
        for (var i = 1; i < value.Length; i++)
            if (value[i] == '#' && char.IsWhiteSpace(value[i - 1]))
                return value[..i].TrimEnd();
        return value;
    }
}
