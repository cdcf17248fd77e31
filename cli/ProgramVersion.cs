using System.Reflection;

namespace Volcast.Cli;

/// <summary>The version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>The version with the commit from which it was built, such as <c>0.2.0+1a2b3c4</c>; a source folder without
    /// history has no commit.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
