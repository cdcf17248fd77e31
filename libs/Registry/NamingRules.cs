using System.Text.RegularExpressions;

namespace Volcast.Registry;

/// <summary>MLflow's rules for names and values, checked before anything is written, because a server cuts or drops invalid ones
/// without an error.</summary>
internal static partial class NamingRules
{
    private const int LongestKey = 250;
    private const int LongestExperimentName = 500;
    private const int LongestAlias = 255;
    private const int LongestParam = 6000;
    private const int LongestTag = 5000;

    public static bool IsRunId(string id) => RunId().IsMatch(id);

    public static void RequireRunId(string id)
    {
        if (!IsRunId(id))
            throw Invalid($"Run id '{id}' is not 32 lower-case hexadecimal digits.");
    }

    public static void RequireExperiment(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestExperimentName || name.Any(char.IsControl))
            throw Invalid($"Experiment name '{name}' must be one line of 1 to {LongestExperimentName} characters.");
    }

    public static void RequireModel(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestKey || name[0] == '.'
            || name.IndexOfAny(['/', '\\', ':', '%']) >= 0 || name.Any(char.IsControl))
            throw Invalid($"Model name '{name}' must be 1 to {LongestKey} characters without / \\ : % and without a first dot.");
    }

    public static void RequireAlias(string alias)
    {
        if (!Alias().IsMatch(alias) || alias.Length > LongestAlias)
            throw Invalid($"Alias '{alias}' may only hold letters, digits, _ and -, at most {LongestAlias} of them.");
        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase) || VersionLike().IsMatch(alias))
            throw Invalid($"Alias '{alias}' is reserved by MLflow: choose another than 'latest' or a form like 'v1'.");
    }

    // kind names the sort of key in the message: param, metric or tag.
    public static void RequireKey(string kind, string key)
    {
        if (key.Length is 0 or > LongestKey || !Key().IsMatch(key))
            throw Invalid($"The {kind} name '{key}' must be 1 to {LongestKey} letters, digits, _ - . / and spaces.");
        if (key.Split('/').Any(segment => segment is "" or "." or ".."))
            throw Invalid($"The {kind} name '{key}' is not a valid path: leave out leading,"
                + " trailing and double slashes and dots.");
    }

    /// <summary>Two keys cannot both be files if one of them is the folder of the other.</summary>
    public static void RequireKeys(string kind, IEnumerable<string> keys)
    {
        var all = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var key in all)
        {
            RequireKey(kind, key);
            for (var slash = key.IndexOf('/'); slash > 0; slash = key.IndexOf('/', slash + 1))
                if (all.Contains(key[..slash]))
                    throw Invalid(
                        $"The {kind} names '{key[..slash]}' and '{key}' exclude each other: one is the other's folder.");
        }
    }

    public static void RequireParam(string key, string value)
    {
        if (value.Length > LongestParam || value.Contains('\n') || value.Contains('\r'))
            throw Invalid($"Param '{key}' must be one line of at most {LongestParam} characters; it has {value.Length}."
                + " Keep longer text as an artifact.");
    }

    public static void RequireTag(string key, string value)
    {
        if (value.Length > LongestTag)
            throw Invalid($"Tag '{key}' may have at most {LongestTag} characters; it has {value.Length}."
                + " Keep longer text as an artifact.");
    }

    public static void RequireTags(IReadOnlyDictionary<string, string> tags)
    {
        RequireKeys("tag", tags.Keys);
        foreach (var (key, value) in tags)
            RequireTag(key, value);
    }

    /// <summary>Checks everything of a registration that can be checked before a write.</summary>
    public static void RequireRegistration(Registration registration)
    {
        RequireModel(registration.Model);
        RequireRun(registration.Run);
        RequireTags(registration.VersionTags);
        foreach (var alias in registration.Aliases)
            RequireAlias(alias);
        if (string.IsNullOrWhiteSpace(registration.TrainingDigest))
            throw Invalid($"The registration of '{registration.Model}' needs the digest of its recipe, data and seed.");
        if (registration.Run.EndTime is null || registration.Run.Status != RunStatus.Finished)
            throw Invalid($"Run {registration.Run.Id} has not finished, so its model cannot be registered.");
        if (registration.ModelFolder.Count == 0 || registration.Artifacts.Folder(Registration.ModelPath).Count > 0)
            throw Invalid($"The registration of '{registration.Model}' needs a model folder with files, and no other artifact"
                + $" under {Registration.ModelPath}/.");
    }

    public static void RequireRun(Run run)
    {
        RequireRunId(run.Id);
        RequireExperiment(run.Experiment);
        RequireTag("mlflow.runName", run.Name);
        RequireKeys("param", run.Params.Keys);
        foreach (var (key, value) in run.Params)
            RequireParam(key, value);
        RequireKeys("metric", run.Metrics.Keys);
        foreach (var (key, history) in run.Metrics)
            if (history.Count == 0)
                throw Invalid($"Metric '{key}' has no point: leave it out instead.");
        RequireTags(run.Tags);
    }

    private static RegistryException Invalid(string message) => new(RegistryProblem.Invalid, message);

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex RunId();

    [GeneratedRegex(@"^[\w-]+\z")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^[vV][0-9]+\z")]
    private static partial Regex VersionLike();

    [GeneratedRegex(@"^[/\w.\- ]+\z")]
    private static partial Regex Key();
}
