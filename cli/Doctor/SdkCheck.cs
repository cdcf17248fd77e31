using System.ComponentModel;
using System.Diagnostics;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the .NET SDK that the launcher <c>./volcast</c> needs is there. A published program needs none.</summary>
internal static class SdkCheck
{
    private const string RootMarker = "Volcast.slnx";
    private const string Needed = "10.";
    private const string Fix = "Install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0.";

    /// <param name="applicationFolder">The folder of the running program.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="stop">Ends the search.</param>
    public static async Task<Diagnosis> RunAsync(
        string applicationFolder, Func<string, string?> environment, CancellationToken stop)
    {
        if (SourceFolderAbove(applicationFolder) is not { } root)
            return Diagnosis.Ok("not needed: this program was published, not built from a source folder");
        foreach (var dotnet in Candidates(environment).Where(File.Exists))
        {
            var version = await VersionAsync(dotnet, root, stop);
            return version.StartsWith(Needed, StringComparison.Ordinal)
                ? Diagnosis.Ok($"{version} ({dotnet})")
                : Diagnosis.Problem($"{dotnet} has no SDK 10 that {Path.Combine(root, "global.json")} accepts", Fix);
        }
        return Diagnosis.Problem("dotnet is not installed, or not on the PATH", Fix);
    }

    // The places where build/dotnet.sh looks, in the same order.
    private static IEnumerable<string> Candidates(Func<string, string?> environment)
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (var folder in (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, name);
        if (environment("DOTNET_ROOT") is { Length: > 0 } root)
            yield return Path.Combine(root, name);
        if (environment("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".dotnet", name);
        yield return Path.Combine("/usr/share/dotnet", name);
        yield return Path.Combine("/usr/lib/dotnet", name);
    }

    private static string? SourceFolderAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, RootMarker)))
                return at.FullName;
        return null;
    }

    /// <summary>The version of the SDK that <c>global.json</c> selects; empty if there is none.</summary>
    private static async Task<string> VersionAsync(string dotnet, string root, CancellationToken stop)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(dotnet, ["--version"])
            {
                WorkingDirectory = root,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(stop);
            var version = await process.StandardOutput.ReadToEndAsync(stop);
            await error;
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? version.Trim() : "";
        }
        catch (Win32Exception)
        {
            return ""; // Not a program for this machine.
        }
    }
}
