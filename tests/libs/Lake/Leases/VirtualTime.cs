using System.Collections.Concurrent;

namespace Volcast.Lake.Tests.Leases;

/// <summary>
/// A clock that jumps from timer to timer, and one thread that runs all continuations: many writers interleave randomly but
/// reproducibly, and an hour of waiting takes no time.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<Timer, (long Due, long Serial)> timers = new();
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> posted = [];
    private long now;
    private long serial;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs until the work has ended.</summary>
    public void Run(Func<Task> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Context(this));
        try
        {
            var task = work();
            while (!task.IsCompleted)
                Step();
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Step()
    {
        if (posted.TryTake(out var next))
            next.Callback(next.State);
        else if (timers.TryDequeue(out var timer, out var due))
            timer.Fire(due);
        else if (posted.TryTake(out next, TimeSpan.FromSeconds(30)))
            next.Callback(next.State);
        else
            throw new InvalidOperationException("No timer is left, and the work has not ended.");
    }

    private sealed class Context(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time.posted.Add((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;
        private long expected = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            expected = -1;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Enqueue(dueTime);
            return true;
        }

        public void Fire((long Due, long Serial) due)
        {
            if (due.Serial != expected) return;
            time.now = Math.Max(time.now, due.Due);
            expected = -1;
            if (period > TimeSpan.Zero)
                Enqueue(period);
            callback(state);
        }

        public void Dispose() => expected = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Enqueue(TimeSpan after)
        {
            expected = ++time.serial;
            time.timers.Enqueue(this, (time.now + after.Ticks, expected));
        }
    }
}
