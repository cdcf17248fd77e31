using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>What a step of a daily run would do now.</summary>
/// <param name="Step">The step.</param>
/// <param name="Work">What it would do; that nothing is to be done, if it is done already.</param>
/// <param name="Writes">What it would write; empty for nothing.</param>
internal sealed record PlannedStep(DailyStep Step, string Work, string Writes);

/// <summary>Finds out what a daily run would do, without a change. It reads what is stored and asks no vendor, so it
/// supposes that every new session is delivered.</summary>
/// <param name="lake">Open for reading; null before the first run.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="session">The newest settled session.</param>
internal sealed class DailyPlan(DataLake? lake, TradingCalendar calendar, DateOnly session)
{
    private const int NamesShown = 6;

    public async Task<IReadOnlyList<PlannedStep>> OfAsync(DailyRequest request, AlertSettings alerts, CancellationToken stop)
    {
        var models = request.Pipeline.Trainings.ToArray();
        Symbol[] targets = [.. request.Pipeline.Targets.Select(roles => roles.Target)];
        var forecasts = new Dictionary<Symbol, IReadOnlyList<ForecastRow>>();
        var rows = new Dictionary<Symbol, IReadOnlyList<MonitoringRow>>();
        foreach (var target in targets)
        {
            forecasts[target] = await ForecastsAsync(target, stop);
            rows[target] = lake is null ? [] : await MonitoringStore.ReadAsync(lake, target, session, stop);
        }
        var forecast = models.Where(model => !forecasts[model.Target].Any(row =>
            row.ForecastOrigin == session && row.Model == NameOf(model.Target, model.Horizon))).ToArray();
        var undecided = models.Where(model => !rows[model.Target].Any(row =>
            row.Kind == MonitoringKind.Decision && row.Session == session && row.Horizon == model.Horizon));
        var ingest = await IngestAsync(request.Pipeline.Ingest.Symbols, stop);
        PlannedStep[] steps =
        [
            Step(DailyStep.Ingest, ingest, "raw.market, curated.market, findings"),
            Step(DailyStep.Features, await FeaturesAsync(targets, stop), "features.L1, features.L2"),
            Step(DailyStep.Forecast, forecast.Length == 0 ? null
                : $"forecasts {Names(forecast.Select(model => $"{model.Target} {model.Horizon}d"))} from {session:yyyy-MM-dd}",
                "forecasts"),
            Step(DailyStep.Outcomes, await OutcomesAsync(forecasts, stop), "outcomes, monitoring"),
            Step(DailyStep.Monitor, Each(targets.Where(target => !rows[target].Any(IsCheck)), "checks"), "monitoring"),
            Step(DailyStep.Policy, Policy(request.Policy, undecided),
                request.Policy.Mode == PolicyMode.Act ? "monitoring, registry" : "monitoring"),
            .. request.Report is { } report
                ? [new PlannedStep(DailyStep.Report, "writes the report of the checks", report.Place)] : Array.Empty<PlannedStep>(),
            new(DailyStep.Alerts, "sends what is new and what has cleared", "monitoring"),
            Step(DailyStep.Heartbeat, alerts is { HeartbeatUrl: null, HeartbeatUrlEnv: null } ? null
                : "requests heartbeat_url if all went well", "", "nothing: no heartbeat_url is set"),
        ];
        return
        [
            .. steps.Select(step => request.Skipped.Contains(step.Step) ? new(step.Step, "nothing: left out by --skip", "") : step),
        ];
    }

    private static PlannedStep Step(DailyStep step, string? work, string writes, string done = "nothing: done already") =>
        work is null ? new(step, done, "") : new(step, work, writes);

    private async Task<string?> IngestAsync(IReadOnlyList<Symbol> symbols, CancellationToken stop)
    {
        var held = new List<(Symbol Symbol, DateOnly? Last)>();
        foreach (var symbol in symbols)
            held.Add((symbol, await NewestAsync(CuratedMarketTable.Schema, symbol, stop)));
        return Sentence(held.Where(one => one.Last is null || one.Last < session)
            .GroupBy(one => one.Last).OrderBy(group => group.Key).Select(group => group.Key is { } last
                ? $"downloads {Span(last)} of {Names(group.Select(one => one.Symbol.Value))}"
                : $"downloads the history of {Names(group.Select(one => one.Symbol.Value))}"));
    }

    private async Task<string?> FeaturesAsync(IReadOnlyList<Symbol> targets, CancellationToken stop)
    {
        var behind = new List<Symbol>();
        foreach (var target in targets)
            if (await NewestAsync(FeatureTable.L1, target, stop) is not { } last || last < session)
                behind.Add(target);
        return Each(behind, "computes those of");
    }

    /// <summary>The targets of forecasts that have ended and have no outcome.</summary>
    private async Task<string?> OutcomesAsync(Dictionary<Symbol, IReadOnlyList<ForecastRow>> forecasts, CancellationToken stop)
    {
        var ended = 0;
        foreach (var (target, rows) in forecasts)
        {
            var known = lake is null ? [] : (await OutcomesTable.ReadAsync(lake, target, cancellationToken: stop))
                .Select(row => (row.Horizon, row.ForecastOrigin)).ToHashSet();
            ended += rows.Where(row => row.Kind != ForecastKind.Provisional && row.TargetEnd <= session)
                .Select(row => (row.Horizon, row.ForecastOrigin)).Distinct()
                .Count(period => !known.Contains(period));
        }
        return ended == 0 ? null : $"stores and scores {Counted.Of(ended, "outcome")}";
    }

    private static string? Policy(MonitoringPolicy policy, IEnumerable<TrainingRequest> undecided) => policy.Mode switch
    {
        PolicyMode.Paused => "is paused",
        var mode => Names(undecided.Select(model => NameOf(model.Target, model.Horizon))) is { Length: > 0 } names
            ? $"decides about {names}" + (mode == PolicyMode.DryRun ? ", and carries nothing out" : "")
            : null,
    };

    private async Task<IReadOnlyList<ForecastRow>> ForecastsAsync(Symbol target, CancellationToken stop) =>
        lake is null ? [] : await ForecastsTable.ReadAsync(lake, target, cancellationToken: stop);

    private async Task<DateOnly?> NewestAsync(Schemas.TableSchema table, Symbol symbol, CancellationToken stop) =>
        lake is null ? null : (await lake.SnapshotAsync(table, symbol, stop))?.Last;

    private string Span(DateOnly last) => calendar.Count(last.AddDays(1), session) is > 1 and var count
        ? $"{Counted.Of(count, "session")} from {calendar.Next(last):yyyy-MM-dd} to {session:yyyy-MM-dd}"
        : $"the session {session:yyyy-MM-dd}";

    private bool IsCheck(MonitoringRow row) =>
        row.Session == session && row.Kind is not (MonitoringKind.Score or MonitoringKind.Decision or MonitoringKind.Alert);

    private static string NameOf(Symbol target, int horizon) => ModelName.For(target.Value, horizon);

    private static string? Each(IEnumerable<Symbol> targets, string verb) =>
        Names(targets.Select(target => target.Value)) is { Length: > 0 } names ? $"{verb} {names}" : null;

    private static string? Sentence(IEnumerable<string> parts) => string.Join("; ", parts) is { Length: > 0 } text ? text : null;

    private static string Names(IEnumerable<string> all) => Counted.Names([.. all], NamesShown);
}
