using Volcast.Hosting;

namespace Volcast.Cli.Plans;

/// <summary>The surroundings in which a worker runs the stage of a plan: the settings of the plan, and everything else of the
/// worker. So the worker's own settings, in the environment or in a settings file, change no result.</summary>
internal static class PlanShell
{
    /// <param name="shell">The worker's.</param>
    /// <param name="fixedNames">The names of the settings that the plan fixes. One that has no value in the plan has its
    /// default.</param>
    /// <param name="values">Name → value of the plan's settings, and of what the worker sets itself.</param>
    public static Shell Of(
        Shell shell, IReadOnlySet<string> fixedNames, IReadOnlyDictionary<string, string> values)
    {
        var file = SettingsFile.Read(shell.SettingsPath);
        return shell with
        {
            Environment = Lookup,
            EnvironmentNames = [],
            IgnoresSettingsFile = true,
            IsInteractive = false,
            BreaksLines = false,
            ShowsStyles = false,
            ErrorShowsStyles = false,
            Width = 120,
        };

        string? Lookup(string name) => values.TryGetValue(name, out var value) ? value
            : fixedNames.Contains(name) ? null
            : shell.Environment(name) is { } own && !string.IsNullOrWhiteSpace(own) ? own
            : file.Lines.TryGetValue(name, out var line) ? line.Value
            : null;
    }
}
