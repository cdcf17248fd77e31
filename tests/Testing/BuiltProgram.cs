using System.Reflection;

namespace Volcast.Testing;

/// <summary>The programs of this build, for tests that start a process. The copies beside the tests are instrumented when coverage is
/// measured: every process then writes into the same files as it ends, and fails if another one holds them.</summary>
public static class BuiltProgram
{
    private static readonly string Configuration =
        typeof(BuiltProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The path of <c>volcast.dll</c>.</summary>
    public static string CommandLine { get; } = PathOf("cli", "volcast.dll");

    /// <summary>The path of <c>volcast-api.dll</c>.</summary>
    public static string Api { get; } = PathOf("services/Api", "volcast-api.dll");

    /// <summary>The path of the command line that can kill itself at a write point.</summary>
    public static string CrashHost { get; } = PathOf("tests/CrashHost", "Volcast.CrashHost.dll");

    private static string PathOf(string project, string file) =>
        Path.Combine(SharedData.RepositoryRoot, project, "bin", Configuration, "net10.0", file);
}
