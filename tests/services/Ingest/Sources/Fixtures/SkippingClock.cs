namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>
/// A clock on which waiting takes no time: a timer of up to <see cref="LongestWait"/> fires at once and sets the clock to its due
/// time. Longer timers (the time limits of attempts, in tests of other things) never fire.
/// </summary>
internal sealed class SkippingClock(DateTimeOffset start) : TimeProvider
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private readonly List<TimeSpan> waits = [];
    private DateTimeOffset now = start;

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (gate)
                return [.. waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > LongestWait)
            return new Fired();
        lock (gate)
        {
            waits.Add(dueTime);
            now += dueTime;
        }
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
