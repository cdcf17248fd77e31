namespace Volcast.Registry.Mlflow;

/// <summary>A folder in the artifact store behind the server's proxy, such as <c>mlflow-artifacts:/1/RUN/artifacts</c>.</summary>
/// <param name="Path">Below the store's root, without slashes at its ends.</param>
internal sealed record ArtifactLocation(string Path)
{
    private const string Scheme = "mlflow-artifacts";

    public ArtifactLocation In(string path) => new(Path.Length == 0 ? path : $"{Path}/{path}");

    /// <param name="uri">The URI that the server returned.</param>
    /// <param name="address">The server; the URI may name it as its host.</param>
    /// <param name="subject">Names the folder in the message.</param>
    /// <exception cref="MlflowException">The store is not behind this server's proxy.</exception>
    public static ArtifactLocation Parse(string uri, MlflowAddress address, string subject)
    {
        if (uri.StartsWith($"{Scheme}:", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
            && (parsed.Authority.Length == 0 || parsed.Authority == address.Authority))
        {
            var path = Uri.UnescapeDataString(parsed.AbsolutePath).Trim('/');
            if (!path.Split('/').Any(segment => segment is "." or ".."))
                return new(path);
        }
        throw new MlflowException(RegistryProblem.Refused,
            $"{subject} is at {uri}, which is not behind the artifact proxy of {address.Server}. Start that server with"
            + " --serve-artifacts and without another --default-artifact-root, and register again.");
    }
}
