namespace Volcast.Lake.Stores;

/// <summary>The rules that the keys of every store follow.</summary>
public static class ObjectKeys
{
    /// <summary>Refuses a key that is not a path of ordinary segments, and so could leave the store's place.</summary>
    /// <exception cref="ArgumentException">It has an empty segment, a segment <c>.</c> or <c>..</c>, a backslash or a null
    /// character.</exception>
    public static void Require(string key)
    {
        if (!IsKey(key))
            throw new ArgumentException(
                $"'{key}' is not a key: expected segments joined by '/', none of them empty, '.' or '..'.", nameof(key));
    }

    /// <summary>Whether a store lists an object of this name. Names of which a segment begins with a dot belong to the store.
    /// Names that <see cref="Require"/> refuses are those of other tools, such as the markers <c>folder/</c> that consoles put
    /// into a bucket; no lake has them.</summary>
    public static bool IsListed(string key) =>
        IsKey(key) && !key.StartsWith('.') && !key.Contains("/.", StringComparison.Ordinal);

    private static bool IsKey(string key) =>
        key.Length > 0 && !key.Contains('\\', StringComparison.Ordinal) && !key.Contains('\0', StringComparison.Ordinal)
        && !key.Split('/').Any(segment => segment is "" or "." or "..");
}
