using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Volcast.Deploy.Manifests.Tests.Containers;

/// <summary>A test that needs a compose command; without one it is skipped.</summary>
internal sealed class ComposeFactAttribute : FactAttribute
{
    public ComposeFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (Command is null)
            Skip = "There is neither docker-compose nor docker compose: run ./volcast setup-all.";
    }

    /// <summary>The command of the installed version; null where there is none.</summary>
    public static string[]? Command { get; } = Array.Find<string[]>([["docker", "compose"], ["docker-compose"]], Works);

    private static bool Works(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
