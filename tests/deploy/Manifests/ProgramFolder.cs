namespace Volcast.Deploy.Manifests.Tests;

/// <summary>A folder of programs for the search path of a script: scripts of a test in place of real programs.</summary>
/// <param name="path">The folder; it need not exist.</param>
internal sealed class ProgramFolder(string path)
{
    public string Path { get; } = Directory.CreateDirectory(path).FullName;

    /// <summary>Adds a program that runs a script of bash.</summary>
    public void Add(string name, string script)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Adds a program of this machine.</summary>
    public void Link(string name) => File.CreateSymbolicLink(System.IO.Path.Combine(Path, name),
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => System.IO.Path.Combine(folder, name))
            .First(File.Exists));
}
