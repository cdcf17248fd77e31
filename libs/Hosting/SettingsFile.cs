namespace Volcast.Hosting;

/// <summary>
/// A file of lines <c>NAME=value</c>, as docker compose and shells read them: blank lines and <c>#</c> comments are skipped, also
/// behind a value after white space; <c>export</c> is allowed; single or double quotes keep a value whole.
/// </summary>
public static class SettingsFile
{
    private const int MaximumBytes = 1 << 20;

    /// <summary>The values of a file; empty when there is none.</summary>
    /// <exception cref="SettingException">A line is not an assignment, or the file is far too large.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return values;
        if (new FileInfo(path).Length > MaximumBytes)
            throw new SettingException($"{path} is larger than 1 MiB: this is not a settings file.");

        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line[7..].TrimStart();
            var equals = line.IndexOf('=');
            if (equals <= 0)
                throw new SettingException($"{path}, line {number}: '{line}' is not of the form NAME=value.");
            values[line[..equals].TrimEnd()] = Unquote(line[(equals + 1)..].Trim());
        }
        return values;
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
