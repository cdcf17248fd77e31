using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Files;

namespace Volcast.Hosting.Keys;

/// <summary>The file of the API keys, hashed. Only its owner can read it.</summary>
/// <param name="file">It need not exist.</param>
public sealed class ApiKeyFile(StoredDocument file)
{
    public const string FileName = "api-keys.json";

    internal const int MaximumBytes = 1 << 20;

    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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

    /// <summary>The keys in a file.</summary>
    /// <param name="path">Its path; it need not exist.</param>
    public ApiKeyFile(string path)
        : this(StoredDocument.InFile(path, MaximumBytes, OwnerOnly))
    {
    }

    public string Path => file.Path;

    /// <inheritdoc cref="StoredDocument.Stamp"/>
    public string Stamp() => file.Stamp();

    /// <summary>The keys; none if the file does not exist.</summary>
    /// <exception cref="KeyFileException">The file is damaged or cannot be read. No key is accepted then.</exception>
    public IReadOnlyList<ApiKey> Read()
    {
        try
        {
            return Parse(file.Read());
        }
        catch (IOException unread)
        {
            throw new KeyFileException($"The API keys cannot be read: {unread.Message}", unread);
        }
        catch (JsonException damaged)
        {
            throw Damaged(damaged);
        }
    }

    /// <summary>Adds a key.</summary>
    /// <exception cref="KeyFileException">The file is damaged, or cannot be read or written.</exception>
    public void Add(ApiKey key) => Change(keys => [.. keys, key]);

    /// <summary>Removes a key.</summary>
    /// <returns>The removed key, or null where none has this id.</returns>
    /// <exception cref="KeyFileException">The file is damaged, or cannot be read or written.</exception>
    public ApiKey? Remove(string id)
    {
        ApiKey? found = null;
        Change(keys => (found = keys.FirstOrDefault(key => key.Id == id)) is null ? null : [.. keys.Where(key => key.Id != id)]);
        return found;
    }

    private void Change(Func<List<ApiKey>, List<ApiKey>?> next)
    {
        try
        {
            file.Change(content => next(Parse(content)) is { } keys ? JsonSerializer.SerializeToUtf8Bytes(keys, Json) : null);
        }
        catch (Exception unchanged) when (unchanged is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The API keys cannot be changed: {unchanged.Message}", unchanged);
        }
        catch (JsonException damaged)
        {
            throw Damaged(damaged);
        }
    }

    private static List<ApiKey> Parse(byte[]? content)
    {
        if (content is null)
            return [];
        var keys = JsonSerializer.Deserialize<List<ApiKey>>(content, Json) ?? [];
        return keys.TrueForAll(key => key.Id.Length == 8 && key.Sha256.Length == 64 && key.Sha256.All(char.IsAsciiHexDigit))
            ? keys
            : throw new JsonException("a key has no id of 8 or no hash of 64 hexadecimal digits.");
    }

    private KeyFileException Damaged(JsonException damage) =>
        new($"{Path} is damaged: {JsonDamage.Describe(damage)} Restore it, or delete it and create new keys.", damage);
}
