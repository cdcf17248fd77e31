using Volcast.Hosting;

namespace Volcast.Cli.Doctor;

/// <summary>Whether every setting has a valid value, and whether the settings file holds a name that Volcast does not
/// know.</summary>
internal static class SettingsCheck
{
    /// <summary>Settings of other programs than this one that the same file may hold.</summary>
    private static readonly string[] Others = ["VOLCAST_API_", "VOLCAST_TOOLS", "VOLCAST_PYTHON"];

    /// <param name="settings">The valid values.</param>
    /// <param name="problems">The message of each value that is not valid; its default is used instead.</param>
    /// <param name="file">The settings file.</param>
    /// <param name="targets">Reads the list of targets, which may be in a file.</param>
    public static Diagnosis Run(
        Settings settings, IEnumerable<string> problems, SettingsFile file, Func<int> targets)
    {
        var findings = problems
            .Select(problem => Diagnosis.Problem(problem.TrimEnd('.'), "Correct the value or remove it.")).ToList();
        try
        {
            targets();
        }
        catch (SettingException error)
        {
            findings.Add(Diagnosis.Of(error));
        }
        var names = settings.All.Select(value => value.Setting.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, line) in file.Lines.OrderBy(line => line.Value.Number))
            if (name.StartsWith("VOLCAST_", StringComparison.Ordinal) && !names.Contains(name)
                && !Others.Any(other => name.StartsWith(other, StringComparison.Ordinal)))
                findings.Add(Diagnosis.Warning(
                    $"{file.Path}, line {line.Number}: there is no setting {name}", "Compare the name with docs/settings.md."));
        var given = settings.All.Count(value => value.Origin != SettingOrigin.Default);
        return Diagnosis.Together(findings, Diagnosis.Ok(given == 0
            ? "all are defaults"
            : $"{given} of {settings.All.Count} are given; `volcast status` shows where"));
    }
}
