using System.Text.Json;
using Volcast.Files;

namespace Volcast.Hosting.Keys;

/// <summary>The file with the last use of each API key, beside the file of the keys. Only the service writes it, so it never
/// undoes a change of the keys.</summary>
/// <param name="path">Its path; it need not exist.</param>
public sealed class KeyUseFile(string path)
{
    public const string FileName = "api-key-uses.json";

    public string Path { get; } = path;

    /// <summary>Key id → last use; empty if the file does not exist.</summary>
    /// <exception cref="SettingException">The file is damaged.</exception>
    public IReadOnlyDictionary<string, DateTimeOffset> Read()
    {
        if (!File.Exists(Path))
            return new Dictionary<string, DateTimeOffset>();
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(RegularFile.Read(Path), ApiKeyFile.Json)
                ?? throw new JsonException("it is empty.");
        }
        catch (Exception damaged) when (damaged is JsonException or IOException)
        {
            throw new SettingException(
                $"{Path} is damaged: {damaged.Message} Delete it: it holds only the last use of each API key.");
        }
    }

    /// <summary>Adds uses; a later use of a key that is stored already stays. Keys that are not among <paramref name="known"/>
    /// are dropped.</summary>
    /// <exception cref="SettingException">The file is damaged.</exception>
    public void Merge(IEnumerable<KeyValuePair<string, DateTimeOffset>> uses, IReadOnlyCollection<string> known)
    {
        var all = Read().Concat(uses).Where(use => known.Contains(use.Key)).GroupBy(use => use.Key)
            .OrderBy(key => key.Key, StringComparer.Ordinal)
            .ToDictionary(key => key.Key, key => key.Max(use => use.Value));
        ApiKeyFile.WriteForOwner(Path, all);
    }
}
