using Volcast.Hosting;
using Volcast.Workspace;

namespace Volcast.Cli.Doctor;

/// <summary>Whether every setting has a valid value, and whether the settings file or the environment holds a name that Volcast
/// does not know.</summary>
internal static class SettingsCheck
{
    /// <param name="settings">The valid values.</param>
    /// <param name="problems">The message of each value that is not valid; its default is used instead.</param>
    /// <param name="workingFolder">The folder of the settings file.</param>
    /// <param name="environment">The names of all environment variables.</param>
    /// <param name="targets">Reads the list of targets, which may be in a file.</param>
    public static Diagnosis Run(
        Settings settings, IEnumerable<string> problems, string workingFolder, IEnumerable<string> environment, Func<int> targets)
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
        if (MarketDataSources.LacksToken(settings))
            findings.Add(new(
                WorkspaceSettings.Sources(settings).Count > 1 ? Condition.Warning : Condition.Problem,
                "VOLCAST_TIINGO_TOKEN is not set, and VOLCAST_SOURCE names tiingo",
                "Set the token of an account, or leave tiingo out of VOLCAST_SOURCE."));
        findings.AddRange(Unknown(workingFolder, environment).Select(sentence => Diagnosis.Warning(
            sentence["warning: ".Length..].TrimEnd('.'), "Correct the name or remove it.")));
        var given = settings.All.Count(value => value.Origin != SettingOrigin.Default);
        return Diagnosis.Together(findings, Diagnosis.Ok(given == 0
            ? "all are defaults"
            : $"{given} of {settings.All.Count} are given; `volcast status` shows where"));
    }

    /// <summary>The unknown names; none if the file cannot be read, which is a problem of its own.</summary>
    private static IReadOnlyList<string> Unknown(string workingFolder, IEnumerable<string> environment)
    {
        try
        {
            return [.. KnownNames.Warnings(workingFolder, environment)];
        }
        catch (Exception unreadable) when (unreadable is SettingException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
