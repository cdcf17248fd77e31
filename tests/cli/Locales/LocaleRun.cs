using System.Diagnostics;

namespace Volcast.Cli.Tests.Locales;

/// <summary>The surroundings of a process: its environment variables besides those that it cannot do without.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Variables">Name → value.</param>
public sealed record Surroundings(string Name, params (string Name, string Value)[] Variables);

/// <summary>Runs the built program as a process in given surroundings, always in the same folder, because the registry's files
/// hold its path.</summary>
internal sealed class LocaleRun : IDisposable
{
    // Without the first there is no dotnet, without the others no libxgboost where it is not the system's.
    private static readonly string[] Unavoidable = ["PATH", "DOTNET_ROOT", "XGBOOST_LIBRARY", "VOLCAST_TOOLS", "LD_LIBRARY_PATH"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Runs commands on a new data folder.</summary>
    /// <returns>Every output, then path and digest of every file; a line each.</returns>
    public async Task<string[]> OfAsync(Surroundings surroundings, params string[][] commands)
    {
        var lines = new List<string>();
        foreach (var command in commands)
            lines.AddRange((await RunAsync(surroundings, command)).Split('\n').Select(line => $"{command[0]}: {line}"));
        lines.AddRange(FolderBytes.Of(folder["data"]));
        Directory.Delete(folder["data"], recursive: true);
        return [.. lines];
    }

    /// <summary>Whether .NET finds ICU here, without which it has no culture but the invariant one.</summary>
    public async Task<bool> HasIcuAsync()
    {
        using var process = Start(new("ICU", ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0")), ["--version"]);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private async Task<string> RunAsync(Surroundings surroundings, string[] command)
    {
        using var process = Start(surroundings, command);
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        Assert.True(process.WaitForExit(Patience), "the program hangs");
        Assert.True(process.ExitCode == 0, $"{surroundings.Name}, {string.Join(' ', command)}: {await error}");
        // One character for each byte, so that the comparison is one of bytes.
        return System.Text.Encoding.Latin1.GetString(output.ToArray()) + await error;
    }

    private Process Start(Surroundings surroundings, string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.CommandLine, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = System.Text.Encoding.Latin1,
            WorkingDirectory = folder.Path,
        };
        var kept = Unavoidable.Select(name => (name, Environment.GetEnvironmentVariable(name))).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            if (value is not null)
                start.Environment[name] = value;
        start.Environment["VOLCAST_NOW"] = VolcastUnderTest.Now;
        foreach (var (name, value) in surroundings.Variables)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    }
}
