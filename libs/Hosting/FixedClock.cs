using System.Globalization;

namespace Volcast.Hosting;

/// <summary>A clock that always returns the same time, so that a run is repeated byte for byte (<c>VOLCAST_NOW</c>).</summary>
/// <remarks>Only the reported time is fixed; timers and delays work as usual.</remarks>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Reads an ISO 8601 date or instant; a date means midnight UTC, an instant without offset is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset now) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out now);
}
