using System.Globalization;

namespace Volcast.Hosting;

/// <summary>A clock that always returns the same time, so that a run is repeated byte for byte (<c>VOLCAST_NOW</c>).</summary>
/// <remarks>Only the reported time is fixed; timers and delays work as usual.</remarks>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    // K reads Z, an offset such as -05:00, or nothing.
    private static readonly string[] Iso8601 =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Reads a date or an instant of ISO 8601 in its extended form, such as <c>2026-11-23</c> or
    /// <c>2026-11-23T12:00:00Z</c>; a date means midnight UTC, an instant without offset is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset now) => DateTimeOffset.TryParseExact(
        text, Iso8601, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out now);
}
