namespace Volcast.Cli.Doctor;

/// <summary>The state of one thing that Volcast needs.</summary>
internal enum Condition
{
    Ok,

    /// <summary>Volcast works, but something needs attention.</summary>
    Warning,

    /// <summary>A command will fail.</summary>
    Problem,
}

/// <summary>The result of one check.</summary>
/// <param name="Condition">The state.</param>
/// <param name="Found">What was found, without a full stop at its end.</param>
/// <param name="Fix">What to do, as a sentence; null if all is well, or if <paramref name="Found"/> says it.</param>
internal sealed record Diagnosis(Condition Condition, string Found, string? Fix = null)
{
    public static Diagnosis Ok(string found) => new(Condition.Ok, found);

    public static Diagnosis Warning(string found, string fix) => new(Condition.Warning, found, fix);

    public static Diagnosis Problem(string found, string fix) => new(Condition.Problem, found, fix);

    /// <summary>An error whose message says what to do.</summary>
    public static Diagnosis Of(Exception error, Condition condition = Condition.Problem) =>
        new(condition, error.Message.TrimEnd('.'));

    /// <summary>Several findings of one check as one: the worst condition, with what was found and what to do under
    /// it.</summary>
    /// <param name="findings">In the order of importance.</param>
    /// <param name="whenNone">The result if there is no finding.</param>
    public static Diagnosis Together(IReadOnlyCollection<Diagnosis> findings, Diagnosis whenNone)
    {
        if (findings.Count == 0)
            return whenNone;
        var fixes = findings.Select(one => one.Fix).OfType<string>().Distinct().ToArray();
        return new(
            findings.Max(one => one.Condition), string.Join("; ", findings.Select(one => one.Found)),
            fixes.Length > 0 ? string.Join(' ', fixes) : null);
    }
}
