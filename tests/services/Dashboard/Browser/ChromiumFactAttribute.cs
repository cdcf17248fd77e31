using System.Runtime.CompilerServices;

namespace Volcast.Services.Dashboard.Tests.Browser;

/// <summary>A test in a real browser, skipped with a reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (Program is null)
            Skip = "There is no Chromium: install Debian's package chromium.";
    }

    /// <summary>The browser's program; null where there is none.</summary>
    public static string? Program { get; } =
        Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
}
