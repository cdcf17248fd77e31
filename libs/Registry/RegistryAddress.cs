using System.Text.RegularExpressions;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry;

/// <summary>The address of a registry: a folder or an MLflow server.</summary>
public sealed partial record RegistryAddress
{
    private RegistryAddress(string? folder, Uri? server) => (Folder, Server) = (folder, server);

    /// <summary>The absolute folder of a local store; null for a server.</summary>
    public string? Folder { get; }

    /// <summary>The address of a server; null for a folder.</summary>
    public Uri? Server { get; }

    /// <summary>Reads a path, a <c>file:</c> URI, or a server's <c>http:</c> or <c>https:</c> address.</summary>
    /// <param name="text">The text that a user gave.</param>
    /// <param name="workingFolder">The base of a relative path.</param>
    /// <exception cref="RegistryException">It is none of these, or a server without a scheme.
    /// The message shows no user name or password.</exception>
    public static RegistryAddress Parse(string text, string workingFolder)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid("The address of a registry is empty: give a folder or the address of an MLflow server.");
        if (ServerWithoutScheme().Match(text) is { Success: true } match)
        {
            var server = match.Groups["server"].Value;
            throw Invalid($"{server} is the address of a server, but begins with neither http:// nor https://. Write"
                + $" http://{server} for the server, or ./{server} for a folder of that name.");
        }
        if (HostWithoutScheme().IsMatch(text))
            throw Invalid($"{text.Split('@')[^1]} may be the address of a server, but begins with neither http:// nor https://. "
                + "Write http:// before the name of a server, or ./ before that of a folder.");
        // One letter before the colon is a drive of Windows.
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
                    throw Invalid($"The address of the registry begins with {scheme}: but is not a valid one.");
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
                throw Unknown($"{scheme}:");
        }
    }

    /// <summary>Opens the registry. Nothing is created or requested before the first use.</summary>
    /// <param name="credentials">Makes a server's options from its address: credentials, timeouts and limits. The default has no
    /// credentials.</param>
    /// <param name="handler">Sends the HTTP requests; null for the real network.</param>
    /// <param name="time">Measures timeouts and waits; the system's clock by default.</param>
    /// <exception cref="RegistryException">An option is invalid.</exception>
    public IModelRegistry Open(
        Func<Uri, MlflowOptions>? credentials = null, HttpMessageHandler? handler = null, TimeProvider? time = null) =>
        Server is null
            ? new LocalModelRegistry(Folder!)
            : new MlflowModelRegistry(
                credentials?.Invoke(Server) ?? new MlflowOptions { TrackingUri = Server }, handler, time);

    /// <summary>The folder, or the server's address without secrets.</summary>
    public override string ToString() => Server is null ? Folder! : MlflowAddress.Display(Server);

    /// <summary>A host of at least two characters and a port, or an address of IPv6; perhaps with a user before and a path
    /// after it, which are not shown because they may be secret.</summary>
    [GeneratedRegex(@"^(?!file:|https?:)(?://)?(?:[^/]*@)?"
        + @"(?<server>(?:[^/:@?#\[\]]{2,}|\[[^/\]]*\]):\d{1,5}|\[[^/\]]*\]|[\dA-Fa-f:]*::[\dA-Fa-f:.]*)(?:[/?#].*)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex ServerWithoutScheme();

    /// <summary>A name with at least two dots and no folder before it, or a host after two slashes.</summary>
    [GeneratedRegex(@"^(?:[^/]*@)?[a-z\d-]+(?:\.[a-z\d-]+){2,}(?:/.*)?$|^//[^/]", RegexOptions.IgnoreCase)]
    private static partial Regex HostWithoutScheme();

    private static RegistryException Unknown(string scheme) => Invalid(
        $"A registry at {scheme} is not supported. Give a folder, a file: address, or the http(s) address of an MLflow"
        + " server.");

    private static RegistryException Invalid(string message) => new(RegistryProblem.Invalid, message);
}
