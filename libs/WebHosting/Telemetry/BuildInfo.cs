using System.Reflection;

namespace Volcast.WebHosting.Telemetry;

/// <summary>The build of a program.</summary>
/// <param name="Version">The semantic version, such as <c>0.2.1-alpha.0.4</c>.</param>
/// <param name="Commit">The commit in hexadecimal digits; empty if the build does not state it.</param>
public sealed record BuildInfo(string Version, string Commit)
{
    /// <summary>Reads the version that the build gave an assembly.</summary>
    public static BuildInfo Of(Assembly assembly)
    {
        var full = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return full.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus
            ? new(full[..plus], full[(plus + 1)..])
            : new(full, "");
    }
}
