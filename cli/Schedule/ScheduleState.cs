using System.Text.Json;
using Volcast.Market;

namespace Volcast.Cli.Schedule;

/// <summary>What the health endpoint of the scheduler answers.</summary>
/// <param name="started">When the scheduler started.</param>
internal sealed class ScheduleState(DateTimeOffset started)
{
    /// <summary>A run that has not ended so long after it was due is late: the longest trainings of many targets take
    /// hours.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(12);

    private readonly Lock changing = new();
    private ScheduledRun? last;

    /// <summary>Null before the first run has ended.</summary>
    public ScheduledRun? Last
    {
        get
        {
            lock (changing)
                return last;
        }
        set
        {
            lock (changing)
                last = value;
        }
    }

    /// <summary>The answer and whether all is well: the last run succeeded, and no run was missed.</summary>
    /// <param name="now">The present.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    public (bool IsHealthy, string Json) Answer(DateTimeOffset now, TradingCalendar calendar)
    {
        var run = Last;
        var due = DailySchedule.NextStart(calendar, run?.Ended ?? started);
        var status = run is { Failures.Count: > 0 } ? "failed" : due + LongestRun < now ? "late" : "ok";
        return (status == "ok", JsonSerializer.Serialize(new
        {
            Status = status,
            Started = started,
            LastRun = run?.Ended,
            LastSession = run?.Session,
            Failures = run?.Failures ?? [],
            NextRun = due,
        }, Json));
    }

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

/// <summary>A run that has ended.</summary>
/// <param name="Ended">When it ended.</param>
/// <param name="Session">The newest settled session; null if another run was at work.</param>
/// <param name="Failures">A sentence for each failed step.</param>
internal sealed record ScheduledRun(DateTimeOffset Ended, DateOnly? Session, IReadOnlyList<string> Failures);
