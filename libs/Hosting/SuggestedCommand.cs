using System.Text;
using System.Text.RegularExpressions;

namespace Volcast.Hosting;

/// <summary>A command that a message suggests, as a user can paste it into a shell.</summary>
public static partial class SuggestedCommand
{
    /// <summary>The environment variable in which the launcher passes the name under which it was started.</summary>
    public const string ProgramVariable = "VOLCAST_LAUNCHER";

    private const string DefaultProgram = "./volcast";
    private const string Plain = "_./:,@%+=-";

    /// <summary>The name under which the user started the program, quoted for a shell.</summary>
    public static string Program(Func<string, string?> environment) =>
        Quote(environment(ProgramVariable) is { Length: > 0 } launcher ? launcher : DefaultProgram);

    /// <summary>The command with flags after it, except those that it already has.</summary>
    /// <param name="command">Program, command and arguments, such as <c>./volcast train --horizon 22</c>.</param>
    /// <param name="flags">Flag and value of each, such as <c>--data</c> and a path.</param>
    public static string With(string command, IEnumerable<(string Flag, string Value)> flags)
    {
        var text = new StringBuilder(command);
        var words = command.Split(' ');
        foreach (var (flag, value) in flags)
            if (!words.Any(word => word == flag || word.StartsWith($"{flag}=", StringComparison.Ordinal)))
                // A value that begins with a dash would be taken for a flag.
                text.Append(' ').Append(flag).Append(value.StartsWith('-') ? '=' : ' ').Append(Quote(value));
        return text.ToString();
    }

    /// <summary>A message with each command that it suggests completed. A message writes a command in backquotes, such as
    /// <c>`volcast ingest`</c>.</summary>
    /// <param name="text">The message.</param>
    /// <param name="complete">Gives the complete command for the words after the program's name, such as <c>ingest</c>.</param>
    public static string Complete(string text, Func<string, string> complete) =>
        Suggested().Replace(text, match => $"`{complete(match.Groups["words"].Value)}`");

    /// <summary>A message with the lake's folder before each path of a suggested <c>rm</c>, such as
    /// <c>`rm -r features.L1/_manifest/SPY.json`</c>, so that it works in any folder. For a lake in a bucket, it is the command
    /// of the AWS command line that removes the same objects.</summary>
    /// <param name="text">The message.</param>
    /// <param name="lakeFolder">The absolute folder of the lake, or its place in a bucket.</param>
    /// <param name="endpoint">The address of the bucket's server; empty for AWS.</param>
    public static string CompletePaths(string text, string lakeFolder, string endpoint = "") => Removal().Replace(text, match =>
    {
        var paths = match.Groups["paths"].Value.Split(' ');
        return lakeFolder.StartsWith("s3://", StringComparison.Ordinal)
            ? $"`{string.Join(" && ", paths.Select(path => BucketRemoval(path, lakeFolder, endpoint)))}`"
            : $"`{match.Groups["rm"].Value}{string.Concat(paths.Select(path => $" {Quote(lakeFolder)}/{path}"))}`";
    });

    /// <summary>Removes one object, or the objects below a path with a star.</summary>
    private static string BucketRemoval(string path, string lake, string endpoint) => $"aws s3 rm {BucketPlace(path, lake)}"
        + (endpoint.Length > 0 ? $" --endpoint-url {Quote(endpoint)}" : "");

    private static string BucketPlace(string path, string lake) => path.IndexOf('/', StringComparison.Ordinal) is var slash
        && path.Contains('*', StringComparison.Ordinal)
        ? $"{Quote($"{lake}/{path[..slash]}/")} --recursive --exclude '*' --include {Quote($"{path[(slash + 1)..]}/*")}"
        : Quote($"{lake}/{path}");

    /// <summary>A word as a POSIX shell reads it back: unchanged where no character has a meaning, else in single
    /// quotes.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex("`(?:\\./)?volcast (?<words>[^`\n]+)`")]
    private static partial Regex Suggested();

    [GeneratedRegex("`(?<rm>rm(?: -rf?)?) (?<paths>[^/`\n-][^`\n]*)`")]
    private static partial Regex Removal();
}
