using System.Text.RegularExpressions;

namespace Volcast.Testing;

/// <summary>The services of <c>docker-compose.yml</c>, with what they take over from others by <c>&lt;&lt;</c>.</summary>
public sealed partial class ComposeFile
{
    private readonly string[] lines;

    private ComposeFile(string text) => lines = text.Split('\n');

    /// <summary>The file of this repository.</summary>
    public static ComposeFile OfRepository() =>
        new(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml")));

    /// <summary>The names of all services.</summary>
    public IReadOnlyList<string> Services =>
        [.. Block(Array.IndexOf(lines, "services:")).Select(line => Service().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value)];

    /// <summary>A key's value on its own line, such as that of <c>command</c>; null where the service has none.</summary>
    public string? Value(string service, string key) =>
        Find(ServiceBlock(service), key) is var (line, _) && Pair().Match(line).Groups[2].Value is { Length: > 0 } value
            ? value : null;

    /// <summary>The environment of a service: name → value as it stands in the file.</summary>
    public IReadOnlyDictionary<string, string> Environment(string service) =>
        Find(ServiceBlock(service), "environment") is var (_, block)
            ? Pairs(block).ToDictionary(pair => pair.Name, pair => pair.Value)
            : new Dictionary<string, string>();

    private string[] ServiceBlock(string service) =>
        Array.IndexOf(lines, $"  {service}:") is >= 0 and var at
            ? Block(at)
            : throw new ArgumentException($"docker-compose.yml has no service {service}.", nameof(service));

    /// <summary>The line of a key at the top of a block, and the block below it; own keys come before those taken over.</summary>
    private (string Line, string[] Block)? Find(string[] block, string key)
    {
        var depth = block.Where(line => line.Trim().Length > 0).Select(Depth).DefaultIfEmpty().Min();
        for (var i = 0; i < block.Length; i++)
            if (Depth(block[i]) == depth && Pair().Match(block[i]) is { Success: true } match && match.Groups[1].Value == key)
                return (block[i], [.. block.Skip(i + 1).TakeWhile(line => line.Trim().Length == 0 || Depth(line) > depth)]);
        return block.Select(line => Merge().Match(line)).Where(match => match.Success && Depth(match.Value) == depth)
            .Select(match => Find(Anchored(match.Groups[1].Value), key)).FirstOrDefault(found => found is not null);
    }

    private IEnumerable<(string Name, string Value)> Pairs(string[] block) => block.SelectMany(line =>
        Merge().Match(line) is { Success: true } merge ? Pairs(Anchored(merge.Groups[1].Value))
        : Pair().Match(line) is { Success: true } pair ? [(pair.Groups[1].Value, pair.Groups[2].Value)]
        : []);

    private string[] Anchored(string name) =>
        Block(Array.FindIndex(lines, line => line.EndsWith($" &{name}", StringComparison.Ordinal)));

    /// <summary>The lines below one that are further in.</summary>
    private string[] Block(int at) =>
        [.. lines.Skip(at + 1).TakeWhile(line => line.Trim().Length == 0 || Depth(line) > Depth(lines[at]))];

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex("^  ([a-z-]+):$")]
    private static partial Regex Service();

    [GeneratedRegex(@"^ *([\w-]+): *(.*)$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"^ *<<: \*([\w-]+)$")]
    private static partial Regex Merge();
}
