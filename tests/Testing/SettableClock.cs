namespace Volcast.Testing;

/// <summary>A clock that returns the time that the test sets.</summary>
public sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether its timestamps follow <see cref="Now"/>; otherwise they are those of the system.</summary>
    public bool SetsTimestamps { get; init; }

    public override long TimestampFrequency => SetsTimestamps ? TimeSpan.TicksPerSecond : base.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => SetsTimestamps ? Now.UtcTicks : base.GetTimestamp();
}
