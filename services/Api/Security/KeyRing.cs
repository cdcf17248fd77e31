using System.Collections.Frozen;
using Volcast.Hosting;
using Volcast.Hosting.Keys;

namespace Volcast.Services.Api.Security;

/// <summary>The service's API keys. The file is read again when it changes, so that a revoked key stops working without a
/// restart.</summary>
internal sealed class KeyRing
{
    private readonly ApiKeyFile file;
    private readonly ILogger<KeyRing> log;
    private FrozenDictionary<string, ApiKey> keys;
    private volatile bool isClosed;
    private DateTime changed;

    /// <exception cref="SettingException">The key file is damaged.</exception>
    public KeyRing(ApiKeyFile file, ApiOptions options, ILogger<KeyRing> log)
    {
        this.file = file;
        this.log = log;
        changed = File.GetLastWriteTimeUtc(file.Path);
        keys = Read();
        isClosed = options.RequiresKeys || keys.Count > 0;
    }

    /// <summary>Whether requests need a key: from the first key on, also after the last one was removed.</summary>
    public bool IsClosed => isClosed;

    /// <summary>The key that a client sent; null if it is unknown.</summary>
    public ApiKey? Find(ReadOnlySpan<char> sent) =>
        ApiKey.IdOf(sent) is { } id && Volatile.Read(ref keys).TryGetValue(id, out var key) && key.Matches(sent) ? key : null;

    /// <summary>Reads the file if it has changed. A damaged file leaves the keys unchanged.</summary>
    public void Refresh()
    {
        var written = File.GetLastWriteTimeUtc(file.Path);
        if (written == changed)
            return;
        try
        {
            Volatile.Write(ref keys, Read());
            isClosed |= keys.Count > 0;
            changed = written;
            log.KeysRead(keys.Count);
        }
        catch (Exception unreadable) when (unreadable is SettingException or IOException or UnauthorizedAccessException)
        {
            log.KeysUnreadable(unreadable.Message);
        }
    }

    private FrozenDictionary<string, ApiKey> Read() => file.Read().ToFrozenDictionary(key => key.Id);
}

/// <summary>Log messages about keys; they never contain a key.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(LogLevel.Information, "Loaded {Count} API keys")]
    public static partial void KeysRead(this ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The key file cannot be read, so the API keys are unchanged: {Error}")]
    public static partial void KeysUnreadable(this ILogger log, string error);

    [LoggerMessage(LogLevel.Warning, "Refused {Client} at {Path}: {Reason}")]
    public static partial void Refused(this ILogger log, string client, string path, string reason);
}
