using System.Text.RegularExpressions;

namespace Volcast.Registry;

/// <summary>The rules of MLflow 3.11 for names and values, checked before anything is written, because a server cuts or drops
/// invalid ones without an error.</summary>
internal static partial class NamingRules
{
    private const int LongestKey = 250;
    private const int LongestExperimentName = 500;
    private const int LongestAlias = 255;
    private const int LongestParam = 6000;
    private const int LongestRunTag = 8000;
    private const int LongestVersionTag = 100_000;

    // A server of 2.12 accepts no longer values of Volcast's own tags.
    private const int LongestOwnTag = 5000;

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
            throw Invalid($"The {kind} name '{key}' must be 1 to {LongestKey} letters, digits, _ - . : / and spaces.");
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
        var longest = key.StartsWith(RegistryTags.Prefix, StringComparison.Ordinal) ? LongestOwnTag : LongestVersionTag;
        if (value.Length > longest)
            throw TooLong(key, value, longest);
    }

    public static void RequireRunTag(string key, string value)
    {
        if (value.Length > LongestRunTag)
            throw TooLong(key, value, LongestRunTag);
    }

    public static void RequireTags(IReadOnlyDictionary<string, string> tags)
    {
        RequireKeys("tag", tags.Keys);
        foreach (var (key, value) in tags)
            RequireTag(key, value);
    }

    /// <summary>The run without the params, metrics and tags of other tools that break a rule.</summary>
    /// <param name="run">A run of another registry.</param>
    /// <param name="leftOut">Receives the names of what is left out.</param>
    public static Run Allowed(Run run, ICollection<string> leftOut)
    {
        return run with
        {
            Params = Those(run.Params, param => RequireParam(param.Key, param.Value), "param"),
            Metrics = Those(run.Metrics, _ => { }, "metric"),
            Tags = Those(run.Tags, tag => RequireRunTag(tag.Key, tag.Value), "tag"),
        };

        Dictionary<string, T> Those<T>(
            IReadOnlyDictionary<string, T> values, Action<KeyValuePair<string, T>> require, string kind)
        {
            var allowed = new Dictionary<string, T>();
            foreach (var value in values)
                try
                {
                    RequireKeys(kind, [.. allowed.Keys, value.Key]);
                    require(value);
                    allowed.Add(value.Key, value.Value);
                }
                catch (RegistryException refused) when (refused.Problem == RegistryProblem.Invalid)
                {
                    leftOut.Add($"{kind} {value.Key}");
                }
            return allowed;
        }
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
        RequireRunTag("mlflow.runName", run.Name);
        RequireKeys("param", run.Params.Keys);
        foreach (var (key, value) in run.Params)
            RequireParam(key, value);
        RequireKeys("metric", run.Metrics.Keys);
        foreach (var (key, history) in run.Metrics)
            if (history.Count == 0)
                throw Invalid($"Metric '{key}' has no point: leave it out instead.");
        RequireKeys("tag", run.Tags.Keys);
        foreach (var (key, value) in run.Tags)
            RequireRunTag(key, value);
    }

    private static RegistryException TooLong(string key, string value, int longest) => Invalid(
        $"Tag '{key}' may have at most {longest} characters; it has {value.Length}. Keep longer text as an artifact.");

    private static RegistryException Invalid(string message) => new(RegistryProblem.Invalid, message);

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex RunId();

    [GeneratedRegex(@"^[\w-]+\z")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^[vV][0-9]+\z")]
    private static partial Regex VersionLike();

    // Windows has no file names with a colon, so MLflow does not allow it there.
    private static Regex Key() => OperatingSystem.IsWindows() ? WindowsKey() : AnyKey();

    [GeneratedRegex(@"^[/\w.\- :]+\z")]
    private static partial Regex AnyKey();

    [GeneratedRegex(@"^[/\w.\- ]+\z")]
    private static partial Regex WindowsKey();
}
