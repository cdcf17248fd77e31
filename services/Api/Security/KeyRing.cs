using System.Collections.Frozen;
using Volcast.Hosting;
using Volcast.Hosting.Keys;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Security;

/// <summary>The service's API keys. The file is read again when it changes, so that a revoked key stops working without a
/// restart. The last use of each key is stored at most once an hour, and when the service stops.</summary>
internal sealed class KeyRing
{
    private static readonly TimeSpan StoreEvery = TimeSpan.FromHours(1);

    private readonly ApiKeyFile file;
    private readonly KeyUseFile uses;
    private readonly TimeProvider clock;
    private readonly ILogger<KeyRing> log;
    private readonly Lock refreshing = new();
    private readonly ChangeToken token = new();
    private FrozenDictionary<string, HeldKey> keys;
    private volatile bool isClosed;
    private DateTimeOffset storedAt = DateTimeOffset.MinValue;

    /// <exception cref="SettingException">The key file is damaged.</exception>
    public KeyRing(ApiKeyFile file, KeyUseFile uses, ApiOptions options, TimeProvider clock, ILogger<KeyRing> log)
    {
        (this.file, this.uses, this.clock, this.log) = (file, uses, clock, log);
        var stamp = file.Stamp();
        keys = Read(FrozenDictionary<string, HeldKey>.Empty);
        token.HasBeenRead(stamp);
        isClosed = options.RequiresKeys || keys.Count > 0;
    }

    /// <summary>Whether requests need a key: from the first key on, also after the last one was removed.</summary>
    public bool IsClosed => isClosed;

    /// <summary>The key that a client sent; null if it is unknown. A key that has expired is returned too.</summary>
    public ApiKey? Find(ReadOnlySpan<char> sent) =>
        ApiKey.IdOf(sent) is { } id && Volatile.Read(ref keys).TryGetValue(id, out var held) && held.Key.Matches(sent)
            ? held.Key
            : null;

    /// <summary>Whether the key works now. If it does, this is a use of it.</summary>
    public bool TryUse(ApiKey key)
    {
        var now = clock.GetUtcNow();
        if (key.HasExpired(now))
            return false;
        if (Volatile.Read(ref keys).TryGetValue(key.Id, out var held))
            held.Use(now);
        return true;
    }

    /// <summary>Reads the file if it has changed, and stores the last uses if an hour has passed. A damaged file leaves the keys
    /// unchanged. One refresh runs at a time, so that an older state of the file never replaces a newer one.</summary>
    public void Refresh()
    {
        lock (refreshing)
        {
            ReadIfChanged();
            if (clock.GetUtcNow() - storedAt >= StoreEvery)
                StoreUses();
        }
    }

    /// <summary>Stores the last uses now, as when the service stops.</summary>
    public void Store()
    {
        lock (refreshing)
            StoreUses();
    }

    private void ReadIfChanged()
    {
        try
        {
            var stamp = file.Stamp();
            if (token.IsUnchanged(stamp))
                return;
            var read = Read(keys);
            var isNew = !read.Values.Select(held => held.Key).ToHashSet().SetEquals(keys.Values.Select(held => held.Key));
            Volatile.Write(ref keys, read);
            isClosed |= read.Count > 0;
            token.HasBeenRead(stamp);
            if (isNew)
                log.KeysRead(read.Count);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            log.KeysUnreadable(unreadable.Message);
        }
    }

    private void StoreUses()
    {
        var held = keys;
        var used = held.Values.Where(one => one.HasNewUse).Select(one => (Held: one, one.LastUse)).ToArray();
        if (used.Length == 0)
            return;
        storedAt = clock.GetUtcNow();
        try
        {
            uses.Merge(
                used.Select(one => KeyValuePair.Create(one.Held.Key.Id, DateTimeOffset.FromUnixTimeSeconds(one.LastUse))),
                [.. held.Keys]);
            foreach (var (one, lastUse) in used)
                one.StoredUse = lastUse;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            log.UsesNotStored(unwritable.Message);
        }
    }

    private FrozenDictionary<string, HeldKey> Read(FrozenDictionary<string, HeldKey> known) => file.Read().ToFrozenDictionary(
        key => key.Id, key => known.TryGetValue(key.Id, out var held) && held.Key == key ? held : new HeldKey(key));

    /// <summary>A key with the time of its last use, to the second.</summary>
    private sealed class HeldKey(ApiKey key)
    {
        private long lastUse;

        public ApiKey Key { get; } = key;

        /// <summary>Unix time, s; 0 before the first use.</summary>
        public long LastUse => Volatile.Read(ref lastUse);

        /// <summary>The use that the file holds.</summary>
        public long StoredUse { get; set; }

        public bool HasNewUse => LastUse > StoredUse;

        public void Use(DateTimeOffset now)
        {
            // Most requests write nothing, so that the processors do not contend for the field.
            if (now.ToUnixTimeSeconds() is var second && LastUse < second)
                Volatile.Write(ref lastUse, second);
        }
    }
}

/// <summary>Log messages about keys; they never contain a key.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(LogLevel.Information, "Loaded {Count} API keys")]
    public static partial void KeysRead(this ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The key file cannot be read, so the API keys are unchanged: {Error}")]
    public static partial void KeysUnreadable(this ILogger log, string error);

    [LoggerMessage(
        LogLevel.Warning, "The last uses of the API keys cannot be stored; the service tries again in an hour: {Error}")]
    public static partial void UsesNotStored(this ILogger log, string error);

    [LoggerMessage(LogLevel.Warning, "Refused {Client} at {Path}: {Reason}")]
    public static partial void Refused(this ILogger log, string client, string path, string reason);
}
