using Newtonsoft.Json.Linq;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Volcast.Services.Monitoring.Configuration;

/// <summary>
/// One YAML document as JSON, with the place of every key and value. It accepts what JSON can express: no anchors, aliases and
/// tags, each key once, and no more nodes and levels than a person writes.
/// </summary>
internal sealed class YamlTree
{
    private const int MaximumDepth = 12;
    private const int MaximumNodes = 20_000;

    private readonly Dictionary<string, YamlPlace> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlPlace> values = new(StringComparer.Ordinal);
    private readonly Parser parser;
    private int nodes;

    private YamlTree(string text) => parser = new(new StringReader(text));

    public JToken Root { get; private set; } = JValue.CreateNull();

    /// <param name="text">The file's text.</param>
    /// <param name="mayBeEmpty">Whether a file without any key, such as one of comments only, is an object without
    /// keys.</param>
    /// <exception cref="YamlFaultException">The text is not such a document.</exception>
    public static YamlTree Parse(string text, bool mayBeEmpty = false)
    {
        var tree = new YamlTree(text);
        try
        {
            tree.Read();
            if (mayBeEmpty && tree.Root.Type == JTokenType.Null)
                tree.Root = new JObject();
        }
        catch (Exception broken) when (broken is YamlException or InvalidOperationException && TabOf(text) is not null)
        {
            throw new YamlFaultException(TabOf(text)!.Value, "this is not YAML: a tab indents the line; use spaces.");
        }
        catch (YamlException broken)
        {
            throw new YamlFaultException(PlaceOf(broken.Start), $"this is not YAML: {broken.Message.TrimEnd('.')}.");
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's scanner fails in this way on some texts, such as "[1\nb: 2" and "!<> a".
            throw new YamlFaultException(PlaceOf(tree.parser.Current?.End ?? Mark.Empty),
                "this is not YAML: a bracket is not closed, or a character is not allowed here.");
        }
        return tree;
    }

    /// <summary>The place of the value at a path such as <c>alerts[2].above</c>; the empty path is the root.</summary>
    public YamlPlace ValueAt(string path) => values.GetValueOrDefault(path, new(1, 1));

    /// <summary>The place of the key at a path, or of the value where it has no key, as an item of a list.</summary>
    public YamlPlace KeyAt(string path) => keys.TryGetValue(path, out var place) ? place : ValueAt(path);

    private void Read()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
            return;
        parser.Consume<DocumentStart>();
        Root = Node("", depth: 0);
        parser.Consume<DocumentEnd>();
        if (!parser.TryConsume<StreamEnd>(out _))
            throw Fault(parser.Current!, "the file holds a second document; expected one.");
    }

    private JToken Node(string path, int depth)
    {
        var start = parser.Consume<ParsingEvent>();
        values[path] = PlaceOf(start.Start);
        if (++nodes > MaximumNodes)
            throw Fault(start, $"the file has more than {MaximumNodes} values.");
        if (depth > MaximumDepth)
            throw Fault(start, $"the value is nested more than {MaximumDepth} levels deep.");
        if (start is AnchorAlias)
            throw Fault(start, "aliases (*name) are not supported; write the value out.");
        if (start is NodeEvent { Anchor.IsEmpty: false })
            throw Fault(start, "anchors (&name) are not supported; write the value out.");
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw Fault(start, "tags (!name) are not supported; leave the tag out.");
        return start switch
        {
            Scalar scalar => YamlScalar.Of(scalar),
            SequenceStart => Sequence(path, depth),
            _ => Mapping(path, depth),
        };
    }

    private JArray Sequence(string path, int depth)
    {
        var items = new JArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        return items;
    }

    private JObject Mapping(string path, int depth)
    {
        var members = new JObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw Fault(parser.Current!, "a key must be a plain text.");
            if (members.ContainsKey(key.Value))
                throw Fault(key, $"the key {key.Value} stands here a second time; keep one of the two.");
            var member = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            keys[member] = PlaceOf(key.Start);
            members.Add(key.Value, Node(member, depth + 1));
        }
        return members;
    }

    /// <summary>The first tab that indents a line; null if there is none.</summary>
    private static YamlPlace? TabOf(string text)
    {
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
            if (lines[line].Length > 0 && lines[line].AsSpan(0, lines[line].Length - lines[line].TrimStart().Length).IndexOf('\t')
                is >= 0 and var column)
                return new(line + 1, column + 1);
        return null;
    }

    private static YamlFaultException Fault(ParsingEvent at, string message) => new(PlaceOf(at.Start), message);

    private static YamlPlace PlaceOf(Mark mark) => new(mark.Line, mark.Column);
}
