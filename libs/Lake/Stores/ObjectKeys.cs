namespace Volcast.Lake.Stores;

/// <summary>The rules that the keys of every store follow.</summary>
public static class ObjectKeys
{
    /// <summary>Refuses a key that is not a path of ordinary segments, and so could leave the store's place.</summary>
    /// <exception cref="ArgumentException">It has an empty segment, a segment <c>.</c> or <c>..</c>, a backslash or a null
    /// character.</exception>
    public static void Require(string key)
    {
        if (key.Length == 0 || key.Contains('\\', StringComparison.Ordinal) || key.Contains('\0', StringComparison.Ordinal)
            || key.Split('/').Any(segment => segment is "" or "." or ".."))
            throw new ArgumentException(
                $"'{key}' is not a key: expected segments joined by '/', none of them empty, '.' or '..'.", nameof(key));
    }

    /// <summary>Whether a segment of the key begins with a dot. Such names belong to the store and are not listed.</summary>
    public static bool IsHidden(string key) => key.StartsWith('.') || key.Contains("/.", StringComparison.Ordinal);
}
