using Volcast.Hosting;
using Volcast.Lake.S3;
using Volcast.Lake.Stores;

namespace Volcast.Workspace;

/// <summary>Opens the store of a place, which is a folder or <c>s3://BUCKET/PREFIX</c>.</summary>
public static class ObjectStores
{
    /// <summary>Whether a text names a bucket.</summary>
    public static bool IsBucket(string place) => S3Location.Is(place);

    /// <summary>The error in a place that a user gave, or null.</summary>
    public static string? Problem(string place) => S3Location.Is(place) ? S3Location.Problem(place) : null;

    /// <param name="place">An absolute folder, or a bucket as <see cref="S3Location.Parse"/> reads it.</param>
    /// <param name="settings">Those of <see cref="WorkspaceSettings.S3"/>, for a bucket.</param>
    public static IObjectStore Open(string place, Settings settings) => S3Location.Is(place)
        ? new S3ObjectStore(S3Location.Parse(place), Options(settings))
        : new LocalObjectStore(place);

    /// <summary>The error in the address of an object that a user gave, or null. A file of this machine has none.</summary>
    internal static string? ProblemOfObject(string place) => !S3Location.Is(place) ? null
        : S3Location.Problem(place) ?? (S3Location.Parse(place).Prefix.Length == 0
            ? "expected the key of an object after the bucket, as in s3://BUCKET/tickers.txt" : null);

    /// <summary>The text of an object in a bucket: UTF-8, or as its byte order mark says; null if it does not exist.</summary>
    /// <param name="place">A bucket and a key, without a <see cref="ProblemOfObject"/>.</param>
    /// <param name="settings">Those of <see cref="WorkspaceSettings.S3"/>.</param>
    /// <exception cref="IOException">The bucket cannot be read.</exception>
    internal static string? ReadText(string place, Settings settings)
    {
        var split = place.LastIndexOf('/');
        var store = Open(place[..split], settings);
        using var client = store as IDisposable;
        if (BucketDocument.Of(store, place[(split + 1)..]).Read() is not { } content)
            return null;
        using var text = new StreamReader(new MemoryStream(content));
        return text.ReadToEnd();
    }

    /// <summary>The absolute form of a place that a user gave.</summary>
    /// <param name="place">A folder or a bucket.</param>
    /// <param name="workingFolder">The base of a relative folder.</param>
    public static string FullPlace(string place, string workingFolder) => S3Location.Is(place)
        ? S3Location.Parse(place).ToString()
        : Path.GetFullPath(place, workingFolder);

    /// <summary>The place below another one.</summary>
    public static string Below(string place, string part) => S3Location.Is(place)
        ? S3Location.Parse(place).Below(part).ToString()
        : Path.Combine(place, part);

    private static S3Options Options(Settings settings) => new()
    {
        Endpoint = settings.Text(WorkspaceSettings.S3Endpoint) is { Length: > 0 } endpoint ? new Uri(endpoint) : null,
        Region = settings.Text(WorkspaceSettings.S3Region) is { Length: > 0 } region ? region : null,
        UsesPathStyle = settings.Text(WorkspaceSettings.S3PathStyle).ToLowerInvariant() switch
        {
            "yes" => true,
            "no" => false,
            _ => null,
        },
        SendsChecksumsOnlyWhereRequired = settings.Text(WorkspaceSettings.S3Checksums)
            .Equals("when_required", StringComparison.OrdinalIgnoreCase),
    };
}
