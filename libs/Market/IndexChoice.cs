namespace Volcast.Market;

/// <summary>The implied-volatility index that a target's features are computed with.</summary>
/// <param name="Index">The target's own, or ^VIX in its place.</param>
/// <param name="Because">Why it is ^VIX and not the preferred index, in a sentence; null for the preferred index.</param>
public sealed record IndexChoice(Symbol Index, string? Because)
{
    /// <summary>The most sessions that an index may be behind its target: a source has no longer delay, so that an index which is
    /// further behind has ended. In a history with fewer sessions than <see cref="FewestSessions"/>, an index may lack as
    /// many.</summary>
    public const int MostSessionsBehind = 5;

    /// <summary>The sessions with a value that an index needs: the 735 of a training (23 months, and a year for scoring), and 21
    /// for the first mean over 22 sessions.</summary>
    public const int FewestSessions = 756;

    /// <summary>Chooses by the sessions of both up to a day, so that nothing later changes the choice.</summary>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="preferred">Its index.</param>
    /// <param name="held">The target's sessions, ascending.</param>
    /// <param name="own">The sessions of the preferred index, ascending.</param>
    /// <param name="to">The last day that counts; null for all days.</param>
    public static IndexChoice Of(
        Symbol target, Symbol preferred, ReadOnlySpan<DateOnly> held, ReadOnlySpan<DateOnly> own, DateOnly? to = null)
    {
        if (preferred == AssetRoles.Vix)
            return new(preferred, null);
        var sessions = Until(held, to);
        var values = Until(own, to);
        if (values.IsEmpty)
            return Vix($"the lake has no bars of {preferred}{(to is { } day ? $" up to {day:yyyy-MM-dd}" : "")}");
        var behind = sessions.Length - FirstAfter(sessions, values[^1]);
        if (behind > MostSessionsBehind)
            return Vix($"the bars of {preferred} end on {values[^1]:yyyy-MM-dd}, {Counted.Of(behind, "session")} before those of {target}");
        var covered = Common(sessions, values);
        var needed = Math.Min(FewestSessions, sessions.Length - MostSessionsBehind);
        return covered >= needed
            ? new(preferred, null)
            : Vix($"the lake has {preferred} on {Counted.Of(covered, "session")} of {target}, and {needed:N0} are needed");

        IndexChoice Vix(string reason) =>
            new(AssetRoles.Vix, $"{target} uses {AssetRoles.Vix} in place of its own index {preferred}: {reason}.");
    }

    private static ReadOnlySpan<DateOnly> Until(ReadOnlySpan<DateOnly> sessions, DateOnly? to) =>
        to is { } day ? sessions[..FirstAfter(sessions, day)] : sessions;

    private static int FirstAfter(ReadOnlySpan<DateOnly> sessions, DateOnly day) =>
        sessions.BinarySearch(day) is var row && row >= 0 ? row + 1 : ~row;

    private static int Common(ReadOnlySpan<DateOnly> one, ReadOnlySpan<DateOnly> other)
    {
        var (common, at) = (0, 0);
        foreach (var session in one)
        {
            while (at < other.Length && other[at] < session)
                at++;
            if (at < other.Length && other[at] == session)
                common++;
        }
        return common;
    }
}
