namespace Volcast.Boosting.Interop;

/// <summary>The places where libxgboost is searched, in order. Uses the given environment only and loads nothing.</summary>
/// <param name="Candidates">Paths, or bare names for the system's loader.</param>
/// <param name="Remedy">What the user can do if none of them can be loaded.</param>
internal sealed record LibrarySearch(IReadOnlyList<string> Candidates, string Remedy)
{
    public const string FileVariable = "XGBOOST_LIBRARY";
    public const string ToolsVariable = "VOLCAST_TOOLS";

    /// <summary>Marks the root of the repository that an application was built in.</summary>
    private const string RootMarker = "Volcast.slnx";

    /// <param name="variable">Looks up an environment variable; null if it is not set.</param>
    /// <param name="applicationFolder">The folder of the running application.</param>
    public static LibrarySearch For(Func<string, string?> variable, string applicationFolder)
    {
        if (variable(FileVariable) is { Length: > 0 } file)
            return new([Path.GetFullPath(file)], $"Correct {FileVariable} or unset it.");

        var candidates = new List<string>();
        var tools = variable(ToolsVariable) is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : RepositoryTools(applicationFolder);
        if (tools is not null)
            candidates.Add(Path.Combine(tools, "xgboost", SystemNames()[0]));
        candidates.AddRange(SystemNames());
        return new(candidates, OperatingSystem.IsLinux()
            ? $"Run `./volcast setup` or `apt-get install libxgboost0`, or set {FileVariable} to its file."
            : OperatingSystem.IsMacOS()
                ? $"Run `brew install xgboost`, or set {FileVariable} to the file."
                : $"Set {FileVariable} to the file of an XGBoost release.");
    }

    private static string? RepositoryTools(string applicationFolder)
    {
        for (var folder = new DirectoryInfo(applicationFolder); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, RootMarker)))
                return Path.Combine(folder.FullName, ".tools");
        return null;
    }

    private static string[] SystemNames() =>
        OperatingSystem.IsWindows() ? ["xgboost.dll", "libxgboost.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libxgboost.dylib", "/opt/homebrew/lib/libxgboost.dylib", "/usr/local/lib/libxgboost.dylib"]
        : ["libxgboost.so.0", "libxgboost.so"];
}
