namespace Volcast.Lake.Tests.Leases;

/// <summary>The clock of a machine that is ahead of or behind the true time.</summary>
internal sealed class SkewedTime(TimeProvider time, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
