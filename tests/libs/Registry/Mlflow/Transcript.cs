using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>One request of a recorded server and its reply.</summary>
internal sealed record Exchange(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, int Status, string MediaType,
    string Reply)
{
    public override string ToString() => $"{Method} {Target}";
}

/// <summary>Reads recordings of real servers: blocks of <c>http</c> with request, status line and response.</summary>
internal static partial class Transcript
{
    public static IReadOnlyList<Exchange> Read(string path) =>
        [.. Block().Matches(File.ReadAllText(path)).Select(block => Parse(block.Groups[1].Value))];

    private static Exchange Parse(string block)
    {
        var parts = Status().Split(block, 2);
        var request = parts[0].Split('\n');
        var line = request[0].Split(' ', 2);
        var headers = request.Skip(1).TakeWhile(header => header.Contains(": ", StringComparison.Ordinal) && header[0] != '{')
            .Select(header => header.Split(": ", 2)).ToDictionary(header => header[0], header => header[1]);
        var body = string.Join('\n', request.Skip(1 + headers.Count)).Trim('\n');
        return new Exchange(line[0], line[1], headers, body,
            int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2].Split(';')[0], parts[3]);
    }

    [GeneratedRegex("```http\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\n?--- HTTP (\d+) \| [Cc]ontent-[Tt]ype: ([^\n]*)\n")]
    private static partial Regex Status();
}
