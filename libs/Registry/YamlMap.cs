using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Volcast.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Volcast.Registry;

/// <summary>
/// A YAML mapping as in MLflow's <c>meta.yaml</c> and <c>MLmodel</c>. Keys are written in ordinal order, and every text that a
/// YAML reader could take for another type is quoted, so that the same content gives the same bytes. Unknown keys are kept when
/// a file is read and written again.
/// </summary>
internal sealed partial class YamlMap
{
    private static readonly ISerializer Serializer = new SerializerBuilder().WithNewLine("\n").Build();
    private readonly YamlMappingNode node;
    private readonly string origin;

    public YamlMap() : this(new YamlMappingNode(), "a new document")
    {
    }

    private YamlMap(YamlMappingNode node, string origin) => (this.node, this.origin) = (node, origin);

    /// <exception cref="RegistryException">The file is missing or no regular file, or <see cref="Parse"/> fails.</exception>
    public static YamlMap Load(string path)
    {
        if (!File.Exists(path))
            throw Corrupt(path, "it is missing");
        var kind = FileKinds.Of(path);
        return kind == FileKind.Regular
            ? Parse(File.ReadAllBytes(path), path)
            : throw Corrupt(path, $"it is {FileKinds.Describe(kind)}");
    }

    /// <param name="content">UTF-8.</param>
    /// <param name="origin">The file's path, for messages.</param>
    /// <exception cref="RegistryException">The content is not one YAML mapping.</exception>
    public static YamlMap Parse(ReadOnlySpan<byte> content, string origin)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(Encoding.UTF8.GetString(content)));
        }
        catch (YamlException e)
        {
            throw Corrupt(origin, $"line {e.Start.Line} is not YAML ({e.Message})", e);
        }
        return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
            ? new YamlMap(mapping, origin)
            : throw Corrupt(origin, content.IsEmpty ? "it is empty" : "it is not a mapping of keys to values");
    }

    /// <summary>The same; null if the content is not one YAML mapping.</summary>
    public static YamlMap? TryParse(ReadOnlySpan<byte> content, string origin)
    {
        try
        {
            return Parse(content, origin);
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.Corrupt)
        {
            return null;
        }
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Serializer.Serialize(Sorted(node)));

    public YamlMap Set(string key, string text) => Put(key, Text(text));

    public YamlMap Set(string key, long number) => Put(key,
        new YamlScalarNode(number.ToString(CultureInfo.InvariantCulture)) { Style = ScalarStyle.Plain });

    public YamlMap SetNull(string key) => Put(key, new YamlScalarNode("null") { Style = ScalarStyle.Plain });

    public YamlMap Set(string key, YamlMap map) => Put(key, map.node);

    /// <summary>The text under a key; null if it is missing, null or not a scalar.</summary>
    public string? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode scalar && !IsNull(scalar)
            ? scalar.Value
            : null;

    /// <exception cref="RegistryException">The key is missing.</exception>
    public string Get(string key) => Find(key) ?? throw Corrupt(origin, $"it has no '{key}'");

    /// <exception cref="RegistryException">The key is missing or its value is not a whole number.</exception>
    public long GetNumber(string key) => long.TryParse(
        Get(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Corrupt(origin, $"its '{key}' is '{Get(key)}' instead of a whole number");

    /// <summary>The time of MLflow's milliseconds since 1970; null if the key is missing.</summary>
    /// <exception cref="RegistryException">The value is not a whole number or not a valid time.</exception>
    public DateTimeOffset? FindTime(string key)
    {
        if (Find(key) is null)
            return null;
        return TimeFrom(GetNumber(key)) ?? throw Corrupt(origin, $"its '{key}' is {Get(key)}, not a time in milliseconds");
    }

    /// <summary>The time of MLflow's milliseconds since 1970; null if the number is out of range.</summary>
    public static DateTimeOffset? TimeFrom(long milliseconds) =>
        milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>The mapping under a key; null if there is none.</summary>
    public YamlMap? FindMap(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlMappingNode map
            ? new YamlMap(map, origin)
            : null;

    /// <summary>The mapping under a key.</summary>
    /// <exception cref="RegistryException">The mapping does not exist.</exception>
    public YamlMap GetMap(string key) => FindMap(key) ?? throw Corrupt(origin, $"it has no mapping '{key}'");

    /// <summary>The keys, in ordinal order.</summary>
    public IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>()
        .Select(k => k.Value ?? "").Order(StringComparer.Ordinal);

    private YamlMap Put(string key, YamlNode value)
    {
        node.Children[Text(key)] = value;
        return this;
    }

    private static YamlScalarNode Text(string text) => new(text)
    {
        Style = text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted
            : PlainText().IsMatch(text) && !Keyword().IsMatch(text) ? ScalarStyle.Plain
            : ScalarStyle.SingleQuoted,
    };

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    private static YamlNode Sorted(YamlNode node) => node is YamlMappingNode mapping
        ? new YamlMappingNode(mapping.Children
            .OrderBy(child => (child.Key as YamlScalarNode)?.Value, StringComparer.Ordinal)
            .Select(child => KeyValuePair.Create(child.Key, Sorted(child.Value))))
        : node;

    private static RegistryException Corrupt(string origin, string what, Exception? inner = null) => new(RegistryProblem.Corrupt,
        $"{origin} cannot be read: {what}. Restore the file from a copy, or move its folder away and run again.", inner);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_./-]*$")]
    private static partial Regex PlainText();

    [GeneratedRegex("^(null|none|true|false|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Keyword();
}
