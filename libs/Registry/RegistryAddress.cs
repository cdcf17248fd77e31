using Volcast.Registry.Mlflow;

namespace Volcast.Registry;

/// <summary>Where a registry is: in a folder, or on an MLflow server.</summary>
public sealed record RegistryAddress
{
    private RegistryAddress(string? folder, Uri? server) => (Folder, Server) = (folder, server);

    /// <summary>The folder of a local store, absolute; null for a server.</summary>
    public string? Folder { get; }

    /// <summary>The address of a server; null for a folder.</summary>
    public Uri? Server { get; }

    /// <summary>Reads a path, a <c>file:</c> URI, or a server's <c>http:</c> or <c>https:</c> address.</summary>
    /// <param name="text">As a person gives it.</param>
    /// <param name="workingFolder">What a relative path starts from.</param>
    /// <exception cref="RegistryException">It is none of these; the message shows no user name or password.</exception>
    public static RegistryAddress Parse(string text, string workingFolder)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid("The address of a registry is empty: give a folder or the address of an MLflow server.");
        // One letter before the colon is a drive.
        var scheme = text.IndexOf(':') is > 1 and var colon
            && text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-')
            ? text[..colon].ToLowerInvariant()
            : null;
        switch (scheme)
        {
            case null when text.Equals("databricks", StringComparison.OrdinalIgnoreCase):
                throw Unknown("databricks");
            case null:
                return new(Path.GetFullPath(text, workingFolder), null);
            case "http" or "https":
                if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Host.Length == 0)
                    throw Invalid($"The address of the registry begins with {scheme}: but is none.");
                new MlflowOptions { TrackingUri = server }.Validate();
                return new(null, server);
            case "file":
                var rest = text["file:".Length..];
                if (!rest.StartsWith("//", StringComparison.Ordinal))
                    return new(Path.GetFullPath(Uri.UnescapeDataString(rest), workingFolder), null);
                return Uri.TryCreate(text, UriKind.Absolute, out var uri) && !uri.IsUnc
                    ? new(Path.GetFullPath(uri.LocalPath), null)
                    : throw Invalid($"{text} names a host; a file: address has three slashes before an absolute path.");
            default:
                throw Unknown(scheme);
        }
    }

    /// <summary>Opens it. Nothing is created or asked before the first use.</summary>
    /// <param name="credentials">Makes the options of a server from its address: who asks, how patiently. By default nobody in
    /// particular.</param>
    /// <param name="handler">What carries HTTP; null for the real network.</param>
    /// <param name="time">For timeouts and waits; the system's by default.</param>
    /// <exception cref="RegistryException">An option cannot be used as it is.</exception>
    public IModelRegistry Open(
        Func<Uri, MlflowOptions>? credentials = null, HttpMessageHandler? handler = null, TimeProvider? time = null) =>
        Server is null
            ? new LocalModelRegistry(Folder!)
            : new MlflowModelRegistry(
                credentials?.Invoke(Server) ?? new MlflowOptions { TrackingUri = Server }, handler, time);

    /// <summary>The folder, or the server's address without anything secret.</summary>
    public override string ToString() => Server is null ? Folder! : MlflowAddress.Display(Server);

    private static RegistryException Unknown(string scheme) => Invalid(
        $"A registry at {scheme}: is not known here. Give a folder, a file: address, or the http(s) address of an MLflow"
        + " server.");

    private static RegistryException Invalid(string message) => new(RegistryProblem.Invalid, message);
}
