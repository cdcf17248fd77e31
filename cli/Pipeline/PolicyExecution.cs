using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>What the policy decided about one model, and what came of it.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Decision">The decision with its reasons.</param>
/// <param name="Result">What happened, as a sentence; null for a decision that changes nothing.</param>
internal sealed record PolicyReport(string Model, PolicyDecision Decision, string? Result)
{
    /// <summary>Whether another version is champion now.</summary>
    public bool HasNewChampion { get; init; }
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
    /// <summary>The name under which promotions of the policy are recorded.</summary>
    public const string Actor = "policy";

    /// <summary>A first version is trained, then judged, then kept.</summary>
    private const int MostActions = 3;

    private readonly PolicyJob job = new(lake, registry, calendar);

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
        while (reports.Count < MostActions)
        {
            var (facts, decision) = await job.DecideAsync(
                policy, training.Target, training.Horizon, session, checks, stop);
            if (!decision.IsCarriedOut)
            {
                // After an action, that nothing more is to be done is no news.
                if (reports.Count == 0)
                    reports.Add(new(model, decision, null));
                break;
            }
            var (isDone, made, sentence) = await CarryOutAsync(policy, training, model, decision, progress, stop);
            await job.RecordAsync(training.Target, facts, decision, isDone, made, sentence, stop);
            reports.Add(new(model, decision, sentence) { HasNewChampion = isDone && decision.Action == PolicyAction.Promote });
            if (!isDone)
                break;
        }
        return reports;
    }

    private async Task<(bool IsDone, int? Made, string Sentence)> CarryOutAsync(MonitoringPolicy policy, TrainingRequest training,
        string model, PolicyDecision decision, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        switch (decision.Action)
        {
            case PolicyAction.Promote:
                return await PromoteAsync(policy, training, model, decision.Version!.Value, progress, stop);
            case PolicyAction.Recalibrate:
            {
                var made = await RefitAsync(training, RefitKind.Recalibrate, policy, stop);
                return made.Match(Registered, reason => (false, (int?)null, reason));
            }
            case PolicyAction.Retrain:
            {
                var made = await RefitAsync(training, RefitKind.Retrain, policy, stop);
                return Registered(made.Value ?? await TrainAsync(policy, training, progress, stop));
            }
            default:
                return Registered(await TrainAsync(policy, training, progress, stop));
        }

        static (bool, int?, string) Registered(TrainingReport report) => (true, report.Version,
            $"Version {report.Version} ({report.Recipe}) of {report.Model} is registered as challenger.");
    }

    private Task<ValueOrReason<TrainingReport>> RefitAsync(
        TrainingRequest training, RefitKind kind, MonitoringPolicy policy, CancellationToken stop) =>
        new RefitJob(lake, registry, calendar, clock).RunAsync(
            new(training.Target, training.Horizon, kind) { LargestStep = policy.MaximumMeanChange }, stop);

    private Task<TrainingReport> TrainAsync(MonitoringPolicy policy, TrainingRequest training,
        IProgress<JobProgress>? progress, CancellationToken stop) =>
        new TrainingJob(lake, registry, calendar, clock, folds, RecipeChoices.By(LimitsOf(policy)))
            .RunAsync(training, progress, stop);

    private async Task<(bool IsDone, int? Made, string Sentence)> PromoteAsync(MonitoringPolicy policy, TrainingRequest training,
        string model, int version, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var request = new PromotionRequest(model, $"{version}")
        {
            Actor = Actor,
            Limits = LimitsOf(policy),
            Seed = training.Seed,
            Threads = training.Threads,
        };
        var report = await new PromotionJob(
                registry, lake, calendar, clock, RecipeWalks.On(lake, calendar, clock, folds))
            .PromoteAsync(request, progress, stop);
        return report.Decision == PromotionDecision.Refused
            ? (false, version, $"Version {version} of {model} was refused: {report.Verdict!.Summary}")
            : (true, version, $"Version {version} of {model} is champion.");
    }

    private static PromotionLimits LimitsOf(MonitoringPolicy policy) => new()
    {
        MinimumShadowSessions = policy.ShadowSessions,
        MaximumMeanChange = policy.MaximumMeanChange,
        MaximumChange = policy.MaximumChange,
    };
}
