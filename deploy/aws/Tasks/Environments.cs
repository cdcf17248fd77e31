namespace Volcast.Deploy.Aws.Tasks;

/// <summary>The environment of each container of ours.</summary>
internal static class Environments
{
    /// <summary>Settings, and what .NET needs in a container whose file system cannot be written to.</summary>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> settings) => new(settings)
    {
        // The runtime would open a socket for debuggers in the temporary folder.
        ["DOTNET_EnableDiagnostics"] = "0",
    };
}
