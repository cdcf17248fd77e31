using System.Collections.Frozen;
using Volcast.Hosting;
using Volcast.Hosting.Keys;

namespace Volcast.Services.Api.Security;

/// <summary>The keys that open the service, read again when their file changes: a revoked key stops working without a
/// restart.</summary>
internal sealed class KeyRing
{
    private readonly ApiKeyFile file;
    private readonly ILogger<KeyRing> log;
    private FrozenDictionary<string, ApiKey> keys;
    private volatile bool isClosed;
    private DateTime changed;

    /// <exception cref="SettingException">The file is damaged.</exception>
    public KeyRing(ApiKeyFile file, ApiOptions options, ILogger<KeyRing> log)
    {
        this.file = file;
        this.log = log;
        changed = File.GetLastWriteTimeUtc(file.Path);
        keys = Read();
        isClosed = options.RequiresKeys || keys.Count > 0;
    }

    /// <summary>Whether a key is asked for: from the first one that there is, also after it is gone.</summary>
    public bool IsClosed => isClosed;

    /// <summary>The key that a client shows; null where it is none of these.</summary>
    public ApiKey? Find(ReadOnlySpan<char> shown) =>
        ApiKey.IdOf(shown) is { } id && Volatile.Read(ref keys).TryGetValue(id, out var key) && key.Matches(shown) ? key : null;

    /// <summary>Looks at the file; a damaged one leaves the keys as they were.</summary>
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

/// <summary>What the log says of keys; never a key.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(LogLevel.Information, "{Count} API keys are in force")]
    public static partial void KeysRead(this ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The API keys stay as they were: {Trouble}")]
    public static partial void KeysUnreadable(this ILogger log, string trouble);

    [LoggerMessage(LogLevel.Warning, "{Client} was refused at {Path}: {Reason}")]
    public static partial void Refused(this ILogger log, string client, string path, string reason);
}
