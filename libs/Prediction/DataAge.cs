using System.Globalization;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>How far the newest session of some data is behind the clock, and how far it may be.</summary>
/// <param name="Newest">The newest session, for a forecast its origin.</param>
/// <param name="SessionsBehind">The sessions that have settled since.</param>
/// <param name="Maximum">The largest number of sessions behind that is accepted: the setting <c>VOLCAST_MAX_AGE</c>.</param>
public readonly record struct DataAge(DateOnly Newest, int SessionsBehind, int Maximum)
{
    /// <summary>Whether a newer session has settled.</summary>
    public bool IsBehind => SessionsBehind > 0;

    /// <summary>Whether the data are older than the setting accepts.</summary>
    public bool ExceedsMaximum => SessionsBehind > Maximum;

    /// <summary>The age in a sentence and, beyond the maximum, what to do.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"{Counted.Of(SessionsBehind, "session")} {(SessionsBehind == 1 ? "has" : "have")} settled since {Newest:yyyy-MM-dd}")
        + (ExceedsMaximum
            ? $", more than the maximum of {Maximum} (VOLCAST_MAX_AGE). Run `volcast ingest`, `volcast features` and "
                + "`volcast forecast`; if the vendor still lacks the sessions, run them again later."
            : ".");
}
