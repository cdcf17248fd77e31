using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Cli.Pipeline;

/// <summary>
/// Answers what the system would have said on a past session: the forecasts that the stages of the pipeline make at the last time
/// before the next session opens, from the downloads and the registered versions of then. Nothing is stored.
/// </summary>
/// <param name="lake">Open for reading.</param>
/// <param name="registry">The registry as it is now.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present.</param>
/// <param name="order">The sources as ingest uses them.</param>
internal sealed class AsOfForecast(
    DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, SourceOrder order)
{
    /// <summary>Checks that a session can be answered.</summary>
    /// <exception cref="SettingException">The day is no session, or has not settled.</exception>
    public static void Require(DateOnly day, TradingCalendar calendar, DateTimeOffset now)
    {
        if (day < TradingCalendar.FirstDay)
            throw new SettingException(
                $"--as-of {day:yyyy-MM-dd} is before the calendar, which begins on {TradingCalendar.FirstDay:yyyy-MM-dd}.");
        if (calendar.NewestSettled(now) is var newest && day > newest)
            throw new SettingException(
                $"--as-of {day:yyyy-MM-dd} has not settled at {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC. The newest settled session is "
                + $"{newest:yyyy-MM-dd}; without --as-of, the forecast is from the newest one in the lake.");
        if (!calendar.IsSession(day))
            throw new SettingException(
                $"--as-of {day:yyyy-MM-dd} ({day.DayOfWeek}) is not a session of the NYSE. The session before it is "
                + $"{calendar.Previous(day):yyyy-MM-dd}.");
    }

    /// <param name="requests">The forecasts; none is provisional.</param>
    /// <param name="session">A settled session (<see cref="Require"/>).</param>
    /// <param name="failed">Receives the targets that cannot be answered, each with the reason.</param>
    /// <param name="stop">Stops between targets.</param>
    public async Task<IReadOnlyList<ForecastReport>> RunAsync(
        IReadOnlyList<ForecastRequest> requests, DateOnly session, FailedTargets failed, CancellationToken stop)
    {
        await using var then = new AsOfLake(lake, calendar, order, session);
        var known = new AsOfRegistry(registry, then.Instant, clock.GetUtcNow());
        using var pipeline = new PipelineStages(then.View, () => known, () => [], calendar, new FixedClock(then.Instant));
        var reports = new List<ForecastReport>();
        foreach (var target in requests.GroupBy(request => request.Roles))
        {
            var symbol = target.Key.Target;
            if (await failed.TryAsync(symbol.Value, "forecast", async () =>
                {
                    await then.CurateAsync(target.Key, stop);
                    return target;
                }) is null)
                continue;
            await foreach (var _ in pipeline.FeaturesAsync([target.Key], failed, stop)) { }
            var stored = await ForecastsTable.ReadAsync(lake, symbol, cancellationToken: stop);
            var served = new List<ForecastRequest>();
            foreach (var request in target)
                if (await failed.TryAsync(symbol.Value, "forecast", () => ServedAsync(request, known, then, stop),
                    target.Count() > 1 ? ModelName.For(symbol.Value, request.Horizon) : null) is { } one)
                    served.Add(one);
            await foreach (var report in pipeline.ForecastAsync(served, failed, stop))
                reports.Add(report with
                {
                    AsOfAnswer = AsOfAnswer.Of(session, then.Before, report.Row, stored),
                    Notes = [.. report.Notes, .. then.AcceptancesOf(target.Key)],
                });
        }
        return reports;
    }

    /// <summary>The request, if a version could serve it then.</summary>
    private async Task<ForecastRequest> ServedAsync(
        ForecastRequest request, AsOfRegistry known, AsOfLake then, CancellationToken stop)
    {
        var model = ModelName.For(request.Roles.Target.Value, request.Horizon);
        if (await known.FindServingAsync(model, stop) is not null)
            return request;
        var first = (await registry.ListVersionsAsync(model, stop)).MinBy(version => version.CreatedAt);
        throw new RegistryException(RegistryProblem.NotFound,
            $"No version of {model} could forecast as of {then.Session:yyyy-MM-dd}: only versions registered before "
            + $"{then.Before:yyyy-MM-dd HH:mm} UTC count, the open of the next session, and "
            + (first is null
                ? $"none is registered. Run `volcast train --target {request.Roles.Target} --horizon {request.Horizon}` first."
                : $"the first one, version {first.Number}, was registered at {first.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC."));
    }
}
