using System.Collections.Immutable;
using System.Text;

namespace Volcast.Registry;

/// <summary>
/// Files of a run or a model, held in memory: relative path with forward slashes → content, in ordinal order. A sealed folder
/// holds <c>SHA256SUMS</c>, which lists every other file in the form that <c>sha256sum --check</c> reads.
/// </summary>
public sealed class ArtifactFolder
{
    public const string ChecksumsPath = "SHA256SUMS";

    /// <summary>The largest size of a file, in bytes. A larger file is refused before it is read.</summary>
    public const long MaximumFileBytes = 256 << 20;

    private readonly ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files;

    /// <exception cref="RegistryException">A path is absolute, leaves the folder or holds control characters.</exception>
    public ArtifactFolder(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        this.files = files.ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var path in this.files.Keys)
            if (path.Split('/').Any(s => s is "" or "." or "..") || path.Contains('\\') || path.Any(char.IsControl))
                throw new RegistryException(RegistryProblem.Invalid,
                    $"Artifact path '{path}' must be relative, with forward slashes, and stay inside its folder.");
    }

    public static ArtifactFolder Empty { get; } = new([]);

    public IEnumerable<string> Paths => files.Keys;

    public int Count => files.Count;

    /// <exception cref="RegistryException">The file does not exist; the message lists the existing files.</exception>
    public ReadOnlyMemory<byte> this[string path] => files.TryGetValue(path, out var content)
        ? content
        : throw new RegistryException(RegistryProblem.NotFound,
            $"Artifact '{path}' is missing; the folder holds {(Count == 0 ? "nothing" : string.Join(", ", Paths))}.");

    public bool Contains(string path) => files.ContainsKey(path);

    /// <summary>The SHA-256 of <c>SHA256SUMS</c>, lower-case hex; it depends on every path and byte of the folder.</summary>
    public string Digest => Files.Digest.Of(Contains(ChecksumsPath) ? this[ChecksumsPath].Span : Checksums());

    /// <summary>The SHA-256 of one file, lower-case hex.</summary>
    /// <exception cref="RegistryException">There is no such file.</exception>
    public string DigestOf(string path) => Files.Digest.Of(this[path].Span);

    public ArtifactFolder With(string path, ReadOnlyMemory<byte> content) => new(files.SetItem(path, content));

    public ArtifactFolder With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    /// <summary>This folder with the files of another below <paramref name="path"/>.</summary>
    public ArtifactFolder WithFolder(string path, ArtifactFolder folder) =>
        new(files.SetItems(folder.files.Select(f => KeyValuePair.Create($"{path}/{f.Key}", f.Value))));

    /// <summary>The folder under <paramref name="path"/>; empty if it does not exist.</summary>
    public ArtifactFolder Folder(string path) => new(files
        .Where(f => f.Key.StartsWith(path + "/", StringComparison.Ordinal))
        .Select(f => KeyValuePair.Create(f.Key[(path.Length + 1)..], f.Value)));

    /// <summary>This folder without the files that MLflow and Python add when they open it: <c>registered_model_meta</c> and
    /// <c>__pycache__</c>.</summary>
    public ArtifactFolder WithoutTraces() => new(files.Where(file => !IsTrace(file.Key)));

    /// <summary>Whether a path is that of a file which MLflow or Python adds; a folder's path ends with a slash.</summary>
    public static bool IsTrace(string path) => $"/{path}" is var rooted
        && (rooted.EndsWith("/registered_model_meta", StringComparison.Ordinal)
            || rooted.Contains("/__pycache__/", StringComparison.Ordinal));

    /// <summary>This folder with new checksums.</summary>
    public ArtifactFolder Sealed() => With(ChecksumsPath, Checksums());

    /// <summary>Whether both hold the same paths and bytes.</summary>
    public bool ContentEquals(ArtifactFolder other) =>
        files.Count == other.files.Count
        && files.All(f => other.files.TryGetValue(f.Key, out var content) && f.Value.Span.SequenceEqual(content.Span));

    /// <summary>Compares every file with <c>SHA256SUMS</c>, and <c>SHA256SUMS</c> with <paramref name="digest"/>.</summary>
    /// <param name="subject">The folder's owner, for the message.</param>
    /// <param name="digest">The folder's <see cref="Digest"/> as it is stored elsewhere; null if it is not stored.</param>
    /// <exception cref="RegistryException">A file was changed, added or removed, or the checksums are missing.</exception>
    public void Verify(string subject, string? digest)
    {
        if (!Contains(ChecksumsPath))
            throw Tampered(subject, $"has no {ChecksumsPath}, so Volcast did not make it, or it has lost files");
        if (digest is not null && digest != Digest)
            throw Tampered(subject, $"has a {ChecksumsPath} that differs from the registered one");
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(this[ChecksumsPath].Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split("  ", 2) is not [var sum, var path] || !expected.TryAdd(path, sum))
                throw Tampered(subject, $"has a {ChecksumsPath} with a line that cannot be read: '{line}'");
        foreach (var (path, sum) in expected)
            if (!files.TryGetValue(path, out var content))
                throw Tampered(subject, $"has lost its file {path}");
            else if (Files.Digest.Of(content.Span) != sum)
                throw Tampered(subject, $"has a changed file {path}");
        if (Paths.FirstOrDefault(path => path != ChecksumsPath && !expected.ContainsKey(path)) is { } stranger)
            throw Tampered(subject, $"has a file that was not registered, {stranger}");
    }

    private static RegistryException Tampered(string subject, string what) => new(RegistryProblem.Tampered,
        $"{subject} {what}. Do not use it: restore the folder from a copy, or train again, which restores the files.");

    private byte[] Checksums() => Encoding.UTF8.GetBytes(string.Concat(files
        .Where(f => f.Key != ChecksumsPath)
        .Select(f => $"{Files.Digest.Of(f.Value.Span)}  {f.Key}\n")));
}
