namespace Volcast.Lake.Stores;

/// <summary>
/// Stores the lake's bytes: the operations that a local folder and an object store such as S3 have in common. Objects are put and
/// replaced as a unit; nothing is appended or renamed. Keys are paths with <c>/</c>.
/// </summary>
public interface IObjectStore
{
    /// <summary>The store's type and place, for messages.</summary>
    string Description { get; }

    /// <summary>The object; null if it does not exist.</summary>
    Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Puts the object atomically: a reader sees the old bytes or the new ones, and a failure leaves the old
    /// ones.</summary>
    /// <returns>The ETag of what was put.</returns>
    /// <exception cref="PutConditionException">The condition does not hold.</exception>
    /// <exception cref="LakeException">The store is full, read-only or cannot be reached.</exception>
    Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
        CancellationToken cancellationToken = default);

    /// <summary>A stamp that changes whenever the object changes, within the resolution of the store's clock; null if the object
    /// does not exist. The default implementation reads the object for its ETag.</summary>
    async Task<string?> StampAsync(string key, CancellationToken cancellationToken = default) =>
        (await GetAsync(key, cancellationToken))?.ETag;

    /// <summary>The keys that begin with the prefix, in ordinal order, as far as <see cref="ObjectKeys.IsListed"/> lets them be
    /// listed.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes the object. A missing object is not an error.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);
}

/// <summary>An object's bytes, and the ETag with which a later put can check that they have not changed.</summary>
public sealed record StoredObject(byte[] Content, string ETag);

/// <summary>The condition of a put. The default has no condition.</summary>
public readonly record struct PutCondition
{
    /// <summary>The ETag that the object must have; null for no such condition.</summary>
    public string? ETag { get; private init; }

    /// <summary>Whether the object must not exist yet.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>The object must still have this ETag.</summary>
    public static PutCondition IfMatch(string etag) => new() { ETag = etag };

    /// <summary>The object must not exist yet.</summary>
    public static PutCondition IfNoneMatch => new() { IsAbsent = true };
}
