using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>What the policy decided about one model, and what came of it.</summary>
/// <param name="Target">The symbol that the model forecasts.</param>
/// <param name="Model">The registered model's name.</param>
/// <param name="Decision">The decision with its reasons.</param>
/// <param name="Result">What happened, as a sentence; null for a decision that changes nothing.</param>
/// <param name="Rows">The rows of <c>monitoring</c> with the decision and its result.</param>
internal sealed record PolicyReport(
    Symbol Target, string Model, PolicyDecision Decision, string? Result, IReadOnlyList<MonitoringRow> Rows)
{
    /// <summary>Whether a version was made or promoted.</summary>
    public bool HasChanged { get; init; }
}

/// <summary>Carries out what the policy decides: it trains, recalibrates and promotes. Each action can be repeated after a kill at
/// any point, and ends in the same state.</summary>
/// <param name="lake">Open for writing.</param>
/// <param name="registry">The versions.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present.</param>
/// <param name="folds">Where an interrupted training resumes; null keeps nothing.</param>
internal sealed class PolicyExecution(
    DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null)
{
    /// <summary>A first version is trained, then judged, then kept.</summary>
    public const int MostActions = 3;

    private readonly PolicyJob job = new(lake, registry, calendar);
    private readonly PolicyActions actions = new(lake, registry, calendar, clock, folds);

    /// <summary>Decides about one model and carries the decision out, until nothing more is to be done.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="training">The target, the horizon, the seed and the threads of a training.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="checks">The checks of this run.</param>
    /// <param name="progress">Reports the progress of trainings.</param>
    /// <param name="stop">Stops between actions.</param>
    /// <exception cref="RegistryException">The registry cannot be reached; the decision is carried out by the next run of the
    /// same session, or made again by that of a later one.</exception>
    public async Task<IReadOnlyList<PolicyReport>> RunAsync(MonitoringPolicy policy, TrainingRequest training, DateOnly session,
        IReadOnlyList<MonitoringRow> checks, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var reports = new List<PolicyReport>();
        var model = ModelName.For(training.Target.Value, training.Horizon);
        // A promotion that was interrupted may have moved the alias only.
        await registry.RepairAliasesAsync(model, clock.GetUtcNow(), stop);
        while (reports.Count < MostActions)
        {
            var (facts, decision, stored) = await job.DecideAsync(
                policy, training.Roles, training.Horizon, session, checks, stop);
            if (!decision.IsCarriedOut)
            {
                // After an action, that nothing more is to be done is no news; that its version waits for approval is.
                if (reports.Count == 0 || decision.Withheld == PolicyAction.Promote)
                    reports.Add(new(training.Target, model, decision, null, [stored]));
                break;
            }
            var (isDone, made, sentence) = await actions.RunAsync(policy, training, decision, progress, stop);
            var result = await job.RecordAsync(training.Target, facts, decision, isDone, made, sentence, stop);
            reports.Add(new(training.Target, model, decision, sentence, [stored, result]) { HasChanged = isDone });
            if (!isDone)
                break;
        }
        return reports;
    }
}
