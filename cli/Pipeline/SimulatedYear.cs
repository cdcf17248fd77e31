using System.Runtime.CompilerServices;
using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Registry;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Pipeline;

/// <summary>Daily runs on the simulated market, one for each session, a minute after it has settled.</summary>
/// <param name="lake">Open for writing, empty or of an earlier part of the same year.</param>
/// <param name="registry">The registry beside it.</param>
/// <param name="alerts">The alerts.</param>
/// <param name="channels">Their channels.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="folds">Where an interrupted training resumes; null keeps nothing.</param>
internal sealed class SimulatedYear(DataLake lake, IModelRegistry registry, AlertSettings alerts, AlertChannels channels,
    TradingCalendar calendar, FoldStore? folds = null)
{
    /// <summary>Sessions of a year.</summary>
    public const int Length = 252;

    /// <summary>The history before the year.</summary>
    public static LookbackPeriod Lookback { get; } = LookbackPeriod.Parse("5y");

    /// <summary>The policy of the year: that of the defaults, with a gate that lets a refit move the forecasts further. The break
    /// is larger than any change for which the default limits are meant; with these, each version would correct a part of
    /// it.</summary>
    public static MonitoringPolicy Policy { get; } = new() { MaximumMeanChange = .80, MaximumChange = 1.5 };

    /// <param name="request">The work of each day.</param>
    /// <param name="market">The law of the market, with its break.</param>
    /// <param name="sessions">Ascending.</param>
    /// <param name="progress">Reports the progress of the first day, which trains the first version.</param>
    /// <param name="stop">Stops between steps.</param>
    public async IAsyncEnumerable<DailyReport> RunAsync(DailyRequest request, SimulationParameters market,
        IReadOnlyList<DateOnly> sessions, IProgress<JobProgress>? progress, [EnumeratorCancellation] CancellationToken stop)
    {
        var clock = new SteppedClock(TimeOf(sessions[0]));
        var source = new SimulatedSource((ulong)request.Pipeline.Seed, calendar, clock, market, keepThrough: sessions[^1]);
        using var stages = new PipelineStages(lake, () => registry, () => [source], calendar, clock, folds);
        var run = new DailyRun(
            lake, stages, registry, new PolicyExecution(lake, registry, calendar, clock, folds),
            new MonitoringJob(lake, registry, calendar, clock, freeBytes: () => null), alerts.Alerts, channels, calendar, clock,
            freeBytes: () => null);
        foreach (var session in sessions)
        {
            clock.Now = TimeOf(session);
            yield return await run.RunAsync(request, onStep: null, session == sessions[0] ? progress : null, stop);
        }

        DateTimeOffset TimeOf(DateOnly session) => calendar.SettlesAt(session).AddMinutes(1);
    }
}
