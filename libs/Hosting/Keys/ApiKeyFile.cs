using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Files;

namespace Volcast.Hosting.Keys;

/// <summary>The file of the API keys, hashed. Only its owner can read it.</summary>
/// <param name="path">Its path; it need not exist.</param>
public sealed class ApiKeyFile(string path)
{
    public const string FileName = "api-keys.json";

    internal const int MaximumBytes = 1 << 20;

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public string Path { get; } = path;

    /// <summary>The keys; none if the file does not exist.</summary>
    /// <exception cref="SettingException">The file is damaged. No key is accepted then.</exception>
    public IReadOnlyList<ApiKey> Read()
    {
        if (!File.Exists(Path))
            return [];
        try
        {
            var keys = JsonSerializer.Deserialize<List<ApiKey>>(RegularFile.Read(Path, MaximumBytes), Json) ?? [];
            return keys.TrueForAll(key => key.Id.Length == 8 && key.Sha256.Length == 64 && key.Sha256.All(char.IsAsciiHexDigit))
                ? keys
                : throw new JsonException("a key has no id of 8 or no hash of 64 hexadecimal digits.");
        }
        catch (IOException unread)
        {
            throw new SettingException($"The API keys cannot be read: {unread.Message}");
        }
        catch (JsonException damaged)
        {
            throw new SettingException($"{Path} is damaged: {damaged.Message} Restore it, or delete it and create new keys.");
        }
    }

    /// <summary>Adds a key.</summary>
    public void Add(ApiKey key) => Write([.. Read(), key]);

    /// <summary>Removes a key.</summary>
    /// <returns>The removed key, or null where none has this id.</returns>
    public ApiKey? Remove(string id)
    {
        var keys = Read();
        if (keys.FirstOrDefault(key => key.Id == id) is not { } found)
            return null;
        Write([.. keys.Where(key => key.Id != id)]);
        return found;
    }

    private void Write(IReadOnlyList<ApiKey> keys) => WriteForOwner(Path, keys);

    /// <summary>Writes a file that only its owner can read.</summary>
    internal static void WriteForOwner<T>(string path, T content) => AtomicFile.Write(
        path, file => JsonSerializer.Serialize(file, content, Json),
        new() { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
}
