namespace Volcast.Hosting;

/// <summary>Finds names in the environment and in the settings file that are no setting, because they would have no effect
/// without a word.</summary>
public static class UnknownNames
{
    /// <summary>The prefix of the settings in the environment. Other names there belong to other programs.</summary>
    public const string Prefix = "VOLCAST_";

    /// <summary>A sentence for each unknown name, with the place where it occurs and the known name that it resembles.</summary>
    /// <param name="known">The names that a program reads.</param>
    /// <param name="isForeign">Whether another program reads this name from the same place.</param>
    /// <param name="file">The settings file; each of its names is examined.</param>
    /// <param name="environment">The names of all environment variables; those with the <see cref="Prefix"/> are
    /// examined.</param>
    public static IEnumerable<string> Warnings(
        IReadOnlyCollection<string> known, Func<string, bool> isForeign, SettingsFile file, IEnumerable<string> environment)
    {
        foreach (var name in environment.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Where(name => !known.Contains(name) && !isForeign(name)).Order(StringComparer.Ordinal))
            yield return Sentence($"the environment variable {name}", name, known);
        foreach (var (name, line) in file.Lines.Where(line => !known.Contains(line.Key) && !isForeign(line.Key))
            .OrderBy(line => line.Value.Number))
            yield return Sentence($"{name} in {file.Path}, line {line.Number},", name, known);
    }

    private static string Sentence(string what, string name, IReadOnlyCollection<string> known) =>
        $"warning: {what} is not a setting and has no effect"
        + (Nearest(name, known) is { } nearest ? $"; the nearest setting is {nearest}." : ".");

    /// <summary>The known name of which this is most likely a misspelling, without regard to case: up to a third of its letters
    /// differ. Null if there is none. The prefix counts only where both names have it.</summary>
    /// <param name="name">An unknown name.</param>
    /// <param name="known">At least one.</param>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var own = Own(name.ToUpperInvariant());
        var (nearest, distance) = known.Order(StringComparer.Ordinal)
            .Select(candidate => (Name: candidate, Distance: Distance(own, Own(candidate.ToUpperInvariant()))))
            .MinBy(candidate => candidate.Distance);
        return 3 * distance <= own.Length ? nearest : null;
    }

    private static string Own(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    /// <summary>Levenshtein's distance: how many letters must be inserted, deleted or replaced.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
