using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Monitoring.Scores;
using Volcast.Services.Promotion;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>
/// Lives through history session by session, with only what was known: forecasts, outcomes, scores, checks and decisions are those
/// that daily runs would have made, and the same code makes them. What the days share is kept in memory, so that a session costs
/// milliseconds.
/// </summary>
/// <remarks>Bars are those that the source lake holds now: what a vendor corrected before the first download is not known any more.
/// The first champion is promoted without its gate, because the history before the first session is too short for it. Data and
/// systems are not checked.</remarks>
/// <param name="source">Bars and features, open for reading.</param>
/// <param name="lake">The replay's own lake, open for writing.</param>
/// <param name="registry">The replay's own registry.</param>
/// <param name="calendar">The exchange's sessions.</param>
internal sealed class ReplayRun(DataLake source, DataLake lake, IModelRegistry registry, TradingCalendar calendar)
{
    /// <summary>Sessions of the walk-forward before the first one, whose errors the first intervals start from: the burn-in of a
    /// walk-forward, rounded up to refits every 42 sessions. So a schedule of 42 sessions has the refits of a walk-forward that
    /// starts on the same session.</summary>
    private const int WalkedBefore = 12 * 42;

    /// <summary>Sessions from one write to the next.</summary>
    private const int WriteEvery = 63;

    /// <summary>The settlement of the session that is lived through.</summary>
    private readonly SteppedClock clock = new(DateTimeOffset.MinValue);

    /// <param name="request">The span.</param>
    /// <param name="history">See <see cref="HistoryAsync"/>.</param>
    /// <param name="progress">Receives the sessions.</param>
    /// <param name="stop">Stops between sessions; the next run resumes.</param>
    /// <exception cref="LakeException">The source lake lacks bars of the span.</exception>
    public async Task<ReplayReport> RunAsync(
        ReplayRequest request, ForecastInputs history, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var (target, sessions) = (request.Roles.Target, history.Known);
        var (first, end) = (sessions.FirstRowFrom(request.From), sessions.Rows);
        var bars = new OutcomeHistory(CuratedMarketTable.FromFrame(
            target, await source.Until(request.To).ReadAsync(CuratedMarketTable.Schema, target, cancellationToken: stop)));
        var tables = new ReplayTables(lake, target);
        await tables.ReadAsync(stop);
        using var models = new ReplayModels(registry, ModelName.For(target.Value, request.Horizon), request.Horizon);
        await StartAsync(request, sessions, first, progress, stop);
        await models.RefreshAsync(stop);

        var next = tables.Newest is { } done ? sessions.FirstRowFrom(done.AddDays(1)) : first;
        using var baselines = new ReplayBaselines(request.Roles, sessions, request.Horizon, Math.Max(next - request.Horizon, first), end);
        var pending = new List<MadeForecast>();
        for (var row = Math.Max(next - request.Horizon, first); row < next; row++)
            pending.AddRange(
            [
                .. await models.AgainAsync(tables.Forecasts, history.KnownAt(row), stop),
                .. baselines.Forecast(row, calendar, stop).Where(made => tables.Forecasts.Exists(
                    stored => stored.ForecastOrigin == made.Row.ForecastOrigin && stored.Model == made.Row.Model)),
            ]);
        if (tables.Newest is { } interrupted)
        {
            await DecideAsync(request, models, tables, interrupted, stop);
            FollowUp(request, models, tables, pending, history, next - 1);
        }
        for (var row = next; row < end; row++)
        {
            stop.ThrowIfCancellationRequested();
            var session = sessions.Sessions[row];
            clock.Now = calendar.SettlesAt(session);
            var known = history.KnownAt(row);
            foreach (var made in Make(models, baselines, history, row, stop))
            {
                tables.Forecasts.Add(made.Row);
                pending.Add(made);
            }
            Score(tables, pending, bars, session);
            tables.Rows.AddRange(Check(request, models, tables, known, session));
            if (await DecideAsync(request, models, tables, session, stop))
                FollowUp(request, models, tables, pending, history, row);
            if ((row - first + 1) % WriteEvery == 0)
            {
                await tables.WriteAsync(stop);
                progress?.Report(new JobProgress($"replay of {target}, sessions", row - first + 1, end - first));
            }
        }
        await tables.WriteAsync(stop);
        return ReplayReport.Of(request, tables, lake.Kind);
    }

    /// <summary>The history of the target to the last session.</summary>
    /// <exception cref="LakeException">The source lake lacks bars or features of the span.</exception>
    /// <exception cref="InsufficientDataException">The lake does not hold the span, or the history before it is too short.</exception>
    public static async Task<ForecastInputs> HistoryAsync(
        DataLake source, TradingCalendar calendar, ReplayRequest request, CancellationToken stop)
    {
        var target = request.Roles.Target;
        var read = await TargetHistory.ReadAsync(
            source.Until(request.To), request.Roles, calendar, calendar.SettlesAt(request.To), stop);
        var history = read.Rows;
        var (first, end) = (history.FirstRowFrom(request.From), history.Rows);
        if (first >= end || first <= WalkedBefore)
            throw new InsufficientDataException(
                $"{target} has {first} sessions before {request.From:yyyy-MM-dd} and {Math.Max(end - first, 0)} from then to "
                + $"{request.To:yyyy-MM-dd}; a replay needs more than {WalkedBefore} before and at least 1 after."
                + (first <= WalkedBefore && end > WalkedBefore + 1
                    ? $" Give --from {history.Sessions[WalkedBefore + 1]:yyyy-MM-dd} or later." : ""));
        return history.Sessions[^1] is var newest && newest < request.To
            ? throw new InsufficientDataException(
                $"The newest bar of {target} is of {newest:yyyy-MM-dd}, before --to {request.To:yyyy-MM-dd}. "
                + "Give that session, or run `volcast ingest` and `volcast features`.")
            : read.Inputs;
    }

    /// <summary>Trains the first champion on what was known before the first session, unless an interrupted replay has one.</summary>
    private async Task StartAsync(ReplayRequest request, ForecastingData history, int first, IProgress<JobProgress>? progress,
        CancellationToken stop)
    {
        var (before, model) = (history.Sessions[first - 1], ModelName.For(request.Roles.Target.Value, request.Horizon));
        if (await registry.FindByAliasAsync(model, RegistryTags.Champion, stop) is not null)
            return;
        clock.Now = calendar.SettlesAt(before);
        var known = source.Until(before);
        var report = await new TrainingJob(known, registry, calendar, clock).RunAsync(
            new(request.Roles, request.Horizon)
            {
                Model = request.Recipe,
                Seed = request.Seed,
                Threads = request.Threads,
                From = history.Sessions[first - WalkedBefore],
                BurnIn = 0,
                FewestCompleteRows = 0,
            }, progress, stop);
        await new PromotionJob(registry, known, _ => request.Roles, calendar, clock).PromoteAsync(
            new(report.Model, $"{report.Version}")
            {
                ForcedBecause = $"A replay starts with {request.Recipe}: the history before {request.From:yyyy-MM-dd} is too short "
                    + "for its gate.",
                Actor = PolicyActions.Actor,
            }, progress, stop);
    }

    private IReadOnlyList<MadeForecast> Make(
        ReplayModels models, ReplayBaselines baselines, ForecastInputs history, int row, CancellationToken stop)
    {
        var made = models.Forecast(history.KnownAt(row), calendar);
        var references = baselines.Forecast(row, calendar, stop);
        return made.Count == 0 ? [] : [.. made, .. references];
    }

    private void Score(ReplayTables tables, List<MadeForecast> pending, OutcomeHistory bars, DateOnly session)
    {
        foreach (var ended in pending.Where(made => made.Row.TargetEnd <= session).GroupBy(made => made.Row.ForecastOrigin))
        {
            var (origin, end) = (ended.Key, ended.First().Row.TargetEnd);
            if (bars.Outcome(origin, end) is not { IsComplete: true } outcome)
                continue;
            tables.Outcomes.Add(bars.RowOf(outcome, ended.First().Row.Horizon, origin, end, changedAt: null, calendar));
            foreach (var made in ended)
            {
                var scored = new ScoredForecast(made.Row, outcome);
                tables.Rows.AddRange(ScoreRows.Of(scored, revision: 0,
                    (made.Distribution is { } distribution ? ScoreRows.Pit(scored, distribution) : double.NaN, null)));
            }
        }
        pending.RemoveAll(made => made.Row.TargetEnd <= session);
    }

    private IEnumerable<MonitoringRow> Check(
        ReplayRequest request, ReplayModels models, ReplayTables tables, ForecastInputs known, DateOnly session)
    {
        var from = MonitoredTarget.ReadFrom(session);
        var seen = new MonitoredTarget(request.Roles, models.InputsOf(known).Known, Features.FeatureCatalog.L1.Names,
            Since(tables.Forecasts, row => row.ForecastOrigin, from), Since(tables.Rows, row => row.Session, from));
        return ModelChecks.Run(seen, [models.Monitored], calendar);
    }

    /// <summary>A version that was made or promoted on this session forecasts from it too, and is checked, as in a daily
    /// run.</summary>
    private void FollowUp(ReplayRequest request, ReplayModels models, ReplayTables tables, List<MadeForecast> pending,
        ForecastInputs history, int row)
    {
        var (session, known) = (history.Known.Sessions[row], history.KnownAt(row));
        foreach (var made in models.Forecast(known, calendar))
            if (!Since(tables.Forecasts, one => one.ForecastOrigin, session).Any(one => ForecastsTable.HasSameKey(one, made.Row)))
            {
                tables.Forecasts.Add(made.Row);
                pending.Add(made);
            }
        var stored = Since(tables.Rows, one => one.Session, session);
        tables.Rows.AddRange(Check(request, models, tables, known, session)
            .Where(found => !stored.Any(one => MonitoringTable.HasSameKey(one, found))));
    }

    /// <returns>Whether a version was made or promoted.</returns>
    private async Task<bool> DecideAsync(
        ReplayRequest request, ReplayModels models, ReplayTables tables, DateOnly session, CancellationToken stop)
    {
        var hasChanged = false;
        clock.Now = calendar.SettlesAt(session);
        var training = new TrainingRequest(request.Roles, request.Horizon)
        {
            Seed = request.Seed,
            Threads = request.Threads,
        };
        var from = session.AddDays(-PolicyJob.DaysRead);
        for (var action = 0; action < PolicyExecution.MostActions; action++)
        {
            var rows = Since(tables.Rows, row => row.Session, from);
            var facts = await PolicyFacts.Of(models.Monitored.Model, request.Horizon, session, models.Versions,
                [.. rows.Where(row => row.Session == session)], rows, Since(tables.Forecasts, row => row.ForecastOrigin, from),
                    calendar)
                .WithLostIndicesAsync(source.Until(session), registry, request.Roles, models.Versions, calendar, stop);
            var decision = PolicyRules.Decide(request.Policy, facts);
            var stored = decision.ToRow(facts);
            if (!rows.Any(row => MonitoringTable.HasSameKey(row, stored)))
                tables.Rows.Add(stored);
            if (!decision.IsCarriedOut)
                break;
            // Before the action, so that an interrupted replay knows what it was about to do.
            await tables.WriteAsync(stop);
            var (isDone, made, sentence) = await new PolicyActions(
                    source.Until(session), registry, calendar, clock, forecasts: lake)
                .RunAsync(request.Policy, training, decision, progress: null, stop);
            tables.Rows.Add(decision.ResultRow(facts, isDone, made, sentence));
            await tables.WriteAsync(stop);
            await models.RefreshAsync(stop);
            hasChanged |= isDone;
            if (!isDone)
                break;
        }
        return hasChanged;
    }

    /// <summary>The newest rows of a list that is in the order of time, up to a session more.</summary>
    private static IReadOnlyList<T> Since<T>(List<T> rows, Func<T, DateOnly> dayOf, DateOnly from)
    {
        var first = rows.Count;
        while (first > 0 && dayOf(rows[first - 1]) >= from)
            first--;
        return rows[first..];
    }
}
