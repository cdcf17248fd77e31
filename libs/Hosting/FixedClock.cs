using System.Globalization;

namespace Volcast.Hosting;

/// <summary>A clock that stands still, so that a run can be repeated byte for byte (<c>VOLCAST_NOW</c>).</summary>
/// <remarks>Only what the time <em>is</em> stands still; timers and delays run on.</remarks>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Reads an ISO 8601 date or instant; a date means its midnight in UTC, an instant without offset is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset now) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out now);
}
