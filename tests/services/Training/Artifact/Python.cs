namespace Volcast.Services.Training.Tests.Artifact;

/// <summary>Debian's Python with the packages that a model folder's loader imports, and replacements of MLflow's parts.</summary>
internal static class Python
{
    private const string Packages = "numpy, pandas, xgboost, yaml";

    private static readonly string Program = Environment.GetEnvironmentVariable("VOLCAST_PYTHON") ?? "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            return ProgramRun.OfAsync(Program, "-c", $"import {Packages}").GetAwaiter().GetResult().Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // The program does not exist.
        }
    });

    /// <summary>Skips the running test if Python or a package is missing.</summary>
    public static void Require() => Assert.SkipUnless(IsThere.Value,
        $"needs {Program} with {Packages} (apt-get install python3-xgboost python3-pandas python3-yaml, or VOLCAST_PYTHON)");

    /// <summary>Runs a script of this folder and returns what it prints.</summary>
    public static async Task<string> PrintsAsync(string script, params string[] arguments)
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "tests", "services", "Training", "Artifact", script);
        var (code, output, error) = await ProgramRun.OfAsync(Program, [path, .. arguments]);
        Assert.True(code == 0, $"{script} ended with {code}: {error}");
        return output;
    }
}
