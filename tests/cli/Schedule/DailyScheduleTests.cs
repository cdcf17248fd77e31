using Volcast.Cli.Schedule;
using Volcast.Market;

namespace Volcast.Cli.Tests.Schedule;

public sealed class DailyScheduleTests
{
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;

    [Theory]
    [InlineData("2024-06-13T12:00:00Z", "2024-06-14T10:01:00Z")] // Thursday in summer: Friday at 06:01 in New York
    [InlineData("2024-06-14T10:00:59Z", "2024-06-14T10:01:00Z")]
    [InlineData("2024-06-14T10:01:00Z", "2024-06-15T10:01:00Z")] // Friday's session settles on Saturday
    [InlineData("2024-06-15T10:01:00Z", "2024-06-18T10:01:00Z")] // then nothing before Tuesday
    [InlineData("2024-03-08T12:00:00Z", "2024-03-09T11:01:00Z")] // winter time
    [InlineData("2024-03-09T12:00:00Z", "2024-03-12T10:01:00Z")] // the clocks change on Sunday, 2024-03-10
    [InlineData("2024-11-01T11:00:00Z", "2024-11-02T10:01:00Z")]
    [InlineData("2024-11-02T11:00:00Z", "2024-11-05T11:01:00Z")] // and back on Sunday, 2024-11-03
    [InlineData("2024-11-29T11:01:00Z", "2024-11-30T11:01:00Z")] // a half day settles at the same hour
    [InlineData("2024-12-24T11:01:00Z", "2024-12-25T11:01:00Z")] // so does Christmas Eve, on the holiday
    [InlineData("2024-12-25T11:01:00Z", "2024-12-27T11:01:00Z")]
    public void The_next_start_is_a_minute_after_the_next_settlement(string after, string next) =>
        Assert.Equal(Time(next), DailySchedule.NextStart(Calendar, Time(after)));

    [Fact]
    public async Task A_run_starts_at_once_and_again_after_the_settlement_and_never_two_at_a_time()
    {
        var stop = TestContext.Current.CancellationToken;
        // Friday, a moment before the settlement of Thursday's session: the clock runs from the first start on, so that the next
        // one comes soon, however slow the machine is.
        var clock = new RunningClock(Time("2024-06-14T10:00:59Z"));
        var starts = new List<DateTimeOffset>();
        var (running, most) = (0, 0);
        var second = new TaskCompletionSource();
        await using (await DailySchedule.StartAsync(async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            starts.Add(clock.GetUtcNow());
            clock.Run();
            if (starts.Count == 2)
                second.SetResult();
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }, Calendar, clock, stop))
            await second.Task.WaitAsync(TimeSpan.FromMinutes(1), stop);

        Assert.Equal(1, most);
        Assert.True(starts[0] < Time("2024-06-14T10:01:00Z"));
        Assert.True(starts[1] >= Time("2024-06-14T10:01:00Z"));
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Stands until it is told to run, and then is the system's clock, moved to another day.</summary>
    private sealed class RunningClock(DateTimeOffset start) : TimeProvider
    {
        private readonly Lock locked = new();
        private DateTimeOffset? began;

        public void Run()
        {
            lock (locked)
                began ??= System.GetUtcNow();
        }

        public override DateTimeOffset GetUtcNow()
        {
            lock (locked)
                return start + (began is { } since ? System.GetUtcNow() - since : TimeSpan.Zero);
        }
    }
}
