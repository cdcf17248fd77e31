namespace Volcast.Registry.Mlflow;

/// <summary>URIs of the server's routes, and how messages name them.</summary>
internal sealed class MlflowAddress(Uri trackingUri)
{
    private readonly string root = trackingUri.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The server without user, password, query and trailing slash.</summary>
    public static string Display(Uri uri) => uri.IsAbsoluteUri
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')
        : uri.OriginalString;

    public string Server { get; } = Display(trackingUri);

    public string Authority { get; } = trackingUri.Authority;

    /// <summary>A route of the server itself, such as <c>version</c>.</summary>
    public Uri Root(string route) => new($"{root}/{route}");

    public Uri Api(string route, params (string Name, string? Value)[] query) =>
        new($"{root}/api/2.0/mlflow/{route}{Query(query)}");

    public Uri Artifact(string path) => new($"{root}/api/2.0/mlflow-artifacts/artifacts/{EscapePath(path)}");

    public Uri ArtifactList(string path) => new($"{root}/api/2.0/mlflow-artifacts/artifacts{Query([("path", path)])}");

    // The server decodes a path repeatedly until nothing changes, so a percent sign is encoded twice.
    private static string EscapePath(string path) => string.Join('/', path.Split('/')
        .Select(segment => Uri.EscapeDataString(segment.Replace("%", "%25", StringComparison.Ordinal))));

    private static string Query((string Name, string? Value)[] query)
    {
        var given = query.Where(parameter => parameter.Value is not null).ToArray();
        return given.Length == 0
            ? ""
            : "?" + string.Join('&', given.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }
}
