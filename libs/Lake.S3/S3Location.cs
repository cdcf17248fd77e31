using System.Text.RegularExpressions;

namespace Volcast.Lake.S3;

/// <summary>A place in a bucket: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">What every key in this place begins with, without a slash at either end; empty for the whole
/// bucket.</param>
public sealed partial record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Whether a text names a bucket and not a folder.</summary>
    public static bool Is(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The error in a text that names a bucket, or null.</summary>
    public static string? Problem(string text)
    {
        var parts = text[Scheme.Length..].Split('/', 2);
        if (!BucketName().IsMatch(parts[0]))
            return "expected s3://BUCKET/PREFIX, and a name of the bucket of 3 to 63 lower-case letters, digits, dots and hyphens";
        var prefix = parts.Length > 1 ? parts[1].TrimEnd('/') : "";
        return prefix.Length == 0
            || !prefix.Split('/').Any(segment => segment is "" or "." or "..") && !prefix.Any(c => char.IsControl(c) || c == '\\')
            ? null
            : "expected a prefix of segments joined by single slashes, none of them '.' or '..', without backslashes";
    }

    /// <summary>Parses a text without a <see cref="Problem"/>.</summary>
    public static S3Location Parse(string text)
    {
        var parts = text[Scheme.Length..].Split('/', 2);
        return new(parts[0], parts.Length > 1 ? parts[1].TrimEnd('/') : "");
    }

    /// <summary>The place below this one.</summary>
    /// <param name="part">Segments joined by <c>/</c>.</param>
    public S3Location Below(string part) => this with { Prefix = KeyOf(part) };

    /// <summary>The key in the bucket.</summary>
    /// <param name="key">The key in this place; empty or an incomplete one for a listing.</param>
    internal string KeyOf(string key) => Prefix.Length == 0 ? key : $"{Prefix}/{key}";

    public override string ToString() => Prefix.Length == 0 ? $"{Scheme}{Bucket}" : $"{Scheme}{Bucket}/{Prefix}";

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$")]
    private static partial Regex BucketName();
}
