using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NJsonSchema;
using Volcast.Files;
using Volcast.Hosting;

namespace Volcast.Services.Monitoring.Configuration;

/// <summary>A YAML file that satisfies its JSON schema. Each message about it names file, line, column and path.</summary>
public sealed class ConfigurationDocument
{
    private const int MaximumBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly string file;
    private readonly YamlTree tree;

    private ConfigurationDocument(string file, YamlTree tree) => (this.file, this.tree) = (file, tree);

    /// <param name="path">The file.</param>
    /// <param name="schema">See <see cref="SchemaOf"/>.</param>
    /// <exception cref="SettingException">The file cannot be read, or has errors; the message lists all of them.</exception>
    public static ConfigurationDocument Read(string path, JsonSchema schema)
    {
        try
        {
            return Parse(RegularFile.Read(path, MaximumBytes), path, schema);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{path} cannot be read: {unread.Message}");
        }
    }

    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="schema">See <see cref="SchemaOf"/>.</param>
    /// <exception cref="SettingException">The content has errors; the message lists all of them.</exception>
    public static ConfigurationDocument Parse(ReadOnlySpan<byte> content, string file, JsonSchema schema)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
            var tree = YamlTree.Parse(text.TrimStart('\uFEFF'), mayBeEmpty: schema.RequiredProperties.Count == 0);
            var document = new ConfigurationDocument(file, tree);
            document.ThrowIfAny([.. SchemaFaults.Of(document.tree, schema)]);
            return document;
        }
        catch (DecoderFallbackException)
        {
            throw new SettingException($"{file} is not UTF-8 text: save it as UTF-8.");
        }
        catch (YamlFaultException broken)
        {
            throw new SettingException($"{Place(file, broken.Place)}: {broken.Message}");
        }
    }

    /// <summary>A schema that is embedded in this assembly. The description of each of its parts completes the sentence
    /// "expected …".</summary>
    public static JsonSchema SchemaOf(string resource)
    {
        using var stream = typeof(ConfigurationDocument).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
    }

    /// <summary>The values: properties and enumerations have the file's names in snake_case.</summary>
    public T As<T>() where T : class =>
        JsonSerializer.Deserialize<T>(tree.Root.ToString(Newtonsoft.Json.Formatting.None), Options)!;

    /// <summary>Refuses the file for faults that no schema expresses.</summary>
    /// <param name="faults">The path of a value, such as <c>alerts[2].above</c>, and what is wrong with it.</param>
    /// <exception cref="SettingException">There is a fault.</exception>
    public void ThrowIfAny(IReadOnlyCollection<(string Path, string Message)> faults) =>
        ThrowIfAny([.. faults.Select(fault => new SchemaFault(tree.ValueAt(fault.Path), fault.Path, fault.Message))]);

    private void ThrowIfAny(IReadOnlyCollection<SchemaFault> faults)
    {
        if (faults.Count > 0)
            throw new SettingException(string.Join(Environment.NewLine, faults
                .OrderBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column)
                .Select(fault =>
                    $"{Place(file, fault.Place)}{(fault.Path.Length > 0 ? $", {fault.Path}" : "")}: {fault.Message}")));
    }

    private static string Place(string file, YamlPlace place) => $"{file}, line {place.Line}, column {place.Column}";
}
