using System.Text.Json;
using Volcast.Files;

namespace Volcast.Hosting.Keys;

/// <summary>The file with the last use of each API key, beside the file of the keys. Only the service writes it, so it never
/// undoes a change of the keys.</summary>
/// <param name="file">It need not exist.</param>
public sealed class KeyUseFile(StoredDocument file)
{
    public const string FileName = "api-key-uses.json";

    /// <summary>The uses in a file.</summary>
    /// <param name="path">Its path; it need not exist.</param>
    public KeyUseFile(string path)
        : this(StoredDocument.InFile(path, ApiKeyFile.MaximumBytes, ApiKeyFile.OwnerOnly))
    {
    }

    public string Path => file.Path;

    /// <summary>Key id → last use; empty if the file does not exist.</summary>
    /// <exception cref="KeyFileException">The file is damaged or cannot be read.</exception>
    public IReadOnlyDictionary<string, DateTimeOffset> Read()
    {
        try
        {
            return Parse(file.Read());
        }
        catch (IOException unread)
        {
            throw new KeyFileException($"The last uses of the API keys cannot be read: {unread.Message}", unread);
        }
        catch (JsonException damaged)
        {
            throw Damaged(damaged);
        }
    }

    /// <summary>Adds uses; a later use of a key that is stored already stays. Keys that are not among <paramref name="known"/>
    /// are dropped.</summary>
    /// <exception cref="KeyFileException">The file is damaged.</exception>
    public void Merge(IEnumerable<KeyValuePair<string, DateTimeOffset>> uses, IReadOnlyCollection<string> known)
    {
        try
        {
            file.Change(content => JsonSerializer.SerializeToUtf8Bytes(
                Parse(content).Concat(uses).Where(use => known.Contains(use.Key)).GroupBy(use => use.Key)
                    .OrderBy(key => key.Key, StringComparer.Ordinal)
                    .ToDictionary(key => key.Key, key => key.Max(use => use.Value)),
                ApiKeyFile.Json));
        }
        catch (JsonException damaged)
        {
            throw Damaged(damaged);
        }
    }

    private static Dictionary<string, DateTimeOffset> Parse(byte[]? content) => content is null
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(content, ApiKeyFile.Json)
            ?? throw new JsonException("it is empty.");

    private KeyFileException Damaged(JsonException damage) =>
        new($"{Path} is damaged: {JsonDamage.Describe(damage)} Delete it: it holds only the last use of each API key.", damage);
}
