using System.Runtime.CompilerServices;

namespace Volcast.Services.Dashboard.Tests.Browser;

/// <summary>A test of accessibility, skipped with a reason without Chromium or without axe-core.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (ChromiumFactAttribute.Program is null || !File.Exists(Script))
            Skip = "Chromium or axe-core is missing: build/setup-browser.sh installs both.";
    }

    /// <summary>axe-core's program for a browser.</summary>
    public static string Script { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("VOLCAST_TOOLS") ?? Path.Combine(SharedData.RepositoryRoot, ".tools"),
        "axe", "node_modules", "axe-core", "axe.min.js");
}
