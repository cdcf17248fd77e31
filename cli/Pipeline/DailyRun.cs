using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Pipeline;

/// <summary>
/// The work of one day: ingest, features, forecast, outcomes, monitor, policy, alerts, heartbeat. Every step can be repeated: what
/// is stored is not done again, and what a late run finds undone it does. A step that fails for one target goes on with the others,
/// and the later steps work with what the lake holds.
/// </summary>
/// <param name="lake">Open for writing.</param>
/// <param name="stages">The stages on that lake.</param>
/// <param name="registry">The registry of the stages.</param>
/// <param name="policy">Carries out decisions.</param>
/// <param name="monitoring">Runs the checks.</param>
/// <param name="rules">The alerts.</param>
/// <param name="channels">Their channels.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present.</param>
/// <param name="freeBytes">The free space where the lake is; null if that is not a disk.</param>
internal sealed class DailyRun(
    DataLake lake, PipelineStages stages, IModelRegistry registry, PolicyExecution policy, MonitoringJob monitoring,
    IReadOnlyList<AlertRule> rules, AlertChannels channels, TradingCalendar calendar, TimeProvider clock,
    Func<long?> freeBytes)
{
    /// <param name="request">The work.</param>
    /// <param name="onStep">Receives each step before it begins.</param>
    /// <param name="progress">Reports the progress of long steps.</param>
    /// <param name="stop">Stops between targets.</param>
    public async Task<DailyReport> RunAsync(
        DailyRequest request, Action<DailyStep>? onStep, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var report = new DailyReport(calendar.NewestSettled(clock.GetUtcNow()), lake.Kind);
        var failed = new List<(DailyStep, FailedTarget)>();
        var skipped = new List<(DailyStep, string)>();
        var targets = request.Pipeline.Targets;

        await StepAsync(DailyStep.Ingest, async failures =>
        {
            var ingested = await stages.IngestAsync(request.Pipeline.Ingest, progress, stop);
            report = report with { Ingest = ingested };
            foreach (var symbol in ingested.Symbols.Where(symbol => symbol.Failure is not null))
                failures.Add(symbol.Symbol.Value, "ingest", symbol.Failure!);
        });
        await StepAsync(DailyStep.Features, async failures =>
            report = report with { Features = await stages.FeaturesAsync(targets, failures, stop).ToListAsync(stop) });
        await StepAsync(DailyStep.Forecast, failures => ForecastAsync(failures, _ => true));
        await StepAsync(DailyStep.Outcomes, async failures =>
            report = report with { Outcomes = await stages.OutcomesAsync(targets, failures, stop).ToListAsync(stop) });
        await StepAsync(DailyStep.Monitor, async failures =>
            report = report with { Checks = await CheckAsync(targets, failures) });
        await StepAsync(DailyStep.Policy, PolicyAsync);
        ExplainMissingForecasts();
        if (request.Report is { } writer)
            await StepAsync(DailyStep.Report, failures => writer.WriteAsync(report.Checks, lake, failures, stop));
        if (failed.Count > 0 && DiskSpace.Shortage(freeBytes()) is { } shortage)
            failed.Insert(0, (DailyStep.Start, new("", "disk", shortage)));
        await StepAsync(DailyStep.Alerts, AlertAsync);
        if (failed.Count > 0 && !request.Skipped.Contains(DailyStep.Heartbeat))
            skipped.Add((DailyStep.Heartbeat, SkippedSteps.NoHeartbeat));
        else
            await StepAsync(DailyStep.Heartbeat, async failures =>
            {
                if (await channels.HeartbeatAsync(stop) is { } reason)
                    failures.Add("", "heartbeat", reason);
            });
        return report with { Failed = failed, Skipped = skipped };

        async Task StepAsync(DailyStep step, Func<FailedTargets, Task> run)
        {
            if (request.Skipped.Contains(step))
            {
                skipped.Add((step, SkippedSteps.ReasonOf(step)));
                return;
            }
            onStep?.Invoke(step);
            var failures = new FailedTargets();
            try
            {
                await run(failures);
            }
            catch (Exception error) when (ExplainedErrors.Include(error))
            {
                failures.Add("", step.ToString().ToLowerInvariant(), error.Message);
            }
            failed.AddRange(failures.All.Select(failure => (step, failure)));
        }

        async Task<IReadOnlyList<MonitoringReport>> CheckAsync(IEnumerable<AssetRoles> checkedTargets, FailedTargets failures)
        {
            var checks = new List<MonitoringReport>();
            foreach (var roles in checkedTargets)
                if (await failures.TryAsync(roles.Target.Value, "monitor", () => monitoring.RunAsync(
                    new(roles, request.Pipeline.Horizons, request.MaximumAge), stop)) is { } one)
                    checks.Add(one);
            return checks;
        }

        // A model without a version cannot forecast; the policy trains it.
        async Task ForecastAsync(FailedTargets failures, Func<string, bool> isWanted)
        {
            var served = new List<Services.Forecasts.ForecastRequest>();
            foreach (var roles in targets)
                foreach (var horizon in request.Pipeline.Horizons)
                {
                    var model = ModelName.For(roles.Target.Value, horizon);
                    if (isWanted(model) && await registry.FindServingAsync(model, stop) is not null)
                        served.Add(new(roles, horizon));
                }
            var made = await stages.ForecastAsync(served, failures, stop).ToListAsync(stop);
            var order = request.Pipeline.Forecasts.Select(one => (one.Roles.Target, one.Horizon)).ToList();
            report = report with
            {
                Forecasts =
                [
                    .. report.Forecasts.Where(one => !made.Exists(newer =>
                            newer.Target == one.Target && newer.Row.Horizon == one.Row.Horizon))
                        .Concat(made).OrderBy(one => order.IndexOf((one.Target, one.Row.Horizon))),
                ],
            };
        }

        async Task PolicyAsync(FailedTargets failures)
        {
            var decided = new List<PolicyReport>();
            foreach (var training in request.Pipeline.Trainings)
            {
                var checks = report.Checks.FirstOrDefault(one => one.Roles.Target == training.Target);
                // Without bars or features there is no session to decide on; its own step has failed.
                if (checks is null)
                    continue;
                var reports = await failures.TryAsync(ModelName.For(training.Target.Value, training.Horizon), "policy",
                    () => policy.RunAsync(request.Policy, training, checks.Session, checks.Checks, progress, stop));
                decided.AddRange(reports ?? []);
            }
            report = report with { Policy = decided };
            // What the forecast and the checks would find in another run of this day is done now, so that one changes nothing.
            var changed = decided.Where(one => one.HasChanged).Select(one => one.Model).ToHashSet();
            if (changed.Count == 0)
                return;
            await ForecastAsync(failures, changed.Contains);
            await CheckAsync(targets.Where(roles => request.Pipeline.Horizons.Any(horizon =>
                changed.Contains(ModelName.For(roles.Target.Value, horizon)))), failures);
        }

        // A model that the policy may not train forecasts nothing, which is no failure. Otherwise the run could not do
        // its work.
        void ExplainMissingForecasts()
        {
            var withheld = new List<(string Model, string Reason)>();
            foreach (var training in request.Pipeline.Trainings)
            {
                var model = ModelName.For(training.Target.Value, training.Horizon);
                if (report.Forecasts.Any(one => one.Target == training.Target && one.Row.Horizon == training.Horizon)
                    || failed.Exists(one => one.Item2.Target is "" || one.Item2.Target == model
                        || one.Item2.Target == training.Target.Value))
                    continue;
                var decided = report.Policy.LastOrDefault(one => one.Model == model);
                if (request.Skipped.Contains(DailyStep.Policy))
                    withheld.Add((model, "It has no version yet, and this run leaves the policy, which trains one, to a later run."));
                else if (request.Policy.Mode == PolicyMode.Act)
                    failed.Add((DailyStep.Forecast, new(model, "forecast", "it has no version that can forecast. The policy: "
                        + (decided?.Result ?? string.Join(' ', decided?.Decision.Reasons ?? [])))));
                else
                    withheld.Add((model, "It has no version yet, and the mode of the policy does not train one: "
                        + string.Join(' ', decided?.Decision.Reasons ?? [])));
            }
            report = report with { WithoutForecast = withheld };
        }

        async Task AlertAsync(FailedTargets failures)
        {
            var reader = new AlertFactsReader(lake, calendar);
            var facts = new List<TargetFacts>();
            foreach (var roles in targets)
            {
                IReadOnlyList<MonitoringRow> checks =
                [
                    .. report.Checks.FirstOrDefault(one => one.Roles.Target == roles.Target)?.Checks ?? [],
                    .. report.Policy.Where(one => one.Target == roles.Target).SelectMany(one => one.Rows),
                ];
                facts.Add(await failures.TryAsync(roles.Target.Value, "alerts",
                    () => reader.ReadAsync(roles, report.Session, checks, stop)) ?? new(roles.Target) { Checks = checks });
            }
            var sent = await new AlertsJob(lake, rules, channels).RunAsync(
                new(report.Session, facts, [.. failed.Select(one => one.Item2.Sentence)]), stop);
            report = report with { Alerts = sent };
            foreach (var failure in sent.Failures)
                failures.Add("", "alerts", failure);
        }
    }
}
