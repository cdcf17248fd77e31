namespace Volcast.Lake.Stores;

/// <summary>
/// Where the lake's bytes lie: the least that a local folder and an object store such as S3 have in common. Objects are put
/// whole and replaced whole; nothing is appended or renamed. Keys are paths with <c>/</c>.
/// </summary>
public interface IObjectStore
{
    /// <summary>What the store is and where, for messages.</summary>
    string Description { get; }

    /// <summary>The object, or null where there is none.</summary>
    Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Puts the object whole: a reader sees the old bytes or the new ones, and a failure leaves the old ones.</summary>
    /// <returns>The ETag of what was put.</returns>
    /// <exception cref="PutConditionException">The condition does not hold.</exception>
    /// <exception cref="LakeException">The store is full, read-only or cannot be reached.</exception>
    Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
        CancellationToken cancellationToken = default);

    /// <summary>A stamp of the object: another one as soon as the object has changed, within the resolution of the store's
    /// clock; null where there is no object. The default reads the object for its ETag.</summary>
    async Task<string?> StampAsync(string key, CancellationToken cancellationToken = default) =>
        (await GetAsync(key, cancellationToken))?.ETag;

    /// <summary>The keys that begin with the prefix, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes the object; one that is not there is no failure.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);
}

/// <summary>An object's bytes and the ETag by which a later put can tell whether they are still the same.</summary>
public sealed record StoredObject(byte[] Content, string ETag);

/// <summary>What has to hold for a put to happen. The default asks for nothing.</summary>
public readonly record struct PutCondition
{
    /// <summary>The ETag that the object must have; null where that is not asked.</summary>
    public string? ETag { get; private init; }

    /// <summary>Whether there must be no object yet.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>Only if the object is still the one with this ETag.</summary>
    public static PutCondition IfMatch(string etag) => new() { ETag = etag };

    /// <summary>Only if there is no object yet.</summary>
    public static PutCondition IfNoneMatch => new() { IsAbsent = true };
}
