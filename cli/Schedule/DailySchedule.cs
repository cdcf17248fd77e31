using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Volcast.Market;

namespace Volcast.Cli.Schedule;

/// <summary>Starts a daily run a minute after each session has settled, 06:01 New York time on the day after, and one at the start,
/// so that what was missed while the machine was off is done. A run never starts while another one is at work.</summary>
internal sealed class DailySchedule : IAsyncDisposable
{
    private static readonly JobKey Job = new("daily");
    private static readonly TriggerKey Next = new("settlement");

    private readonly ServiceProvider services;
    private readonly IScheduler scheduler;
    private readonly TradingCalendar calendar;
    private readonly TimeProvider clock;

    private DailySchedule(ServiceProvider services, IScheduler scheduler, TradingCalendar calendar, TimeProvider clock) =>
        (this.services, this.scheduler, this.calendar, this.clock) = (services, scheduler, calendar, clock);

    /// <param name="run">Runs the day once. It reports its failures itself: the library ends the schedule of a job that
    /// throws.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <param name="clock">The present.</param>
    /// <param name="stop">Stops the start.</param>
    public static async Task<DailySchedule> StartAsync(
        Func<CancellationToken, Task> run, TradingCalendar calendar, TimeProvider clock, CancellationToken stop)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(run).AddQuartz(quartz => quartz.UseTimeProvider(clock))
            .BuildServiceProvider();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(stop);
        var schedule = new DailySchedule(services, scheduler, calendar, clock);
        await scheduler.ScheduleJob(
            JobBuilder.Create<DailyJob>().WithIdentity(Job).Build(), TriggerAt(clock.GetUtcNow()), cancellationToken: stop);
        scheduler.Context[nameof(DailySchedule)] = schedule;
        await scheduler.Start(stop);
        return schedule;
    }

    /// <summary>The first start after a time: a minute after a settlement.</summary>
    public static DateTimeOffset NextStart(TradingCalendar calendar, DateTimeOffset after)
    {
        var session = calendar.NewestSettled(after);
        while (calendar.SettlesAt(session).AddMinutes(1) <= after)
            session = calendar.Next(session);
        return calendar.SettlesAt(session).AddMinutes(1);
    }

    public async ValueTask DisposeAsync()
    {
        await scheduler.Shutdown(waitForJobsToComplete: true);
        await services.DisposeAsync();
    }

    private static ITrigger TriggerAt(DateTimeOffset time) =>
        TriggerBuilder.Create().WithIdentity(Next).ForJob(Job).StartAt(time).Build();

    [DisallowConcurrentExecution]
    private sealed class DailyJob(Func<CancellationToken, Task> run) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken stop)
        {
            try
            {
                await run(stop);
            }
            finally
            {
                var schedule = (DailySchedule)context.Scheduler.Context[nameof(DailySchedule)]!;
                await context.Scheduler.ScheduleTrigger(
                    TriggerAt(NextStart(schedule.calendar, schedule.clock.GetUtcNow())), TriggerConflict.Replace,
                    CancellationToken.None);
            }
        }
    }
}
