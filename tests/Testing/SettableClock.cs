namespace Volcast.Testing;

/// <summary>A clock that returns the time that the test sets.</summary>
public sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether its timestamps stand still, too; otherwise they are those of the system.</summary>
    public bool StandsStill { get; init; }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => StandsStill ? 0 : base.GetTimestamp();
}
