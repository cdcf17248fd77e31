using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>Trains, recalibrates and promotes as the policy decides. Each action can be repeated after a kill at any point, and
/// ends in the same state.</summary>
/// <param name="lake">Bars and features.</param>
/// <param name="registry">The versions.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present.</param>
/// <param name="folds">Where an interrupted training resumes; null keeps nothing.</param>
/// <param name="forecasts">Where the stored forecasts are; null for the same lake.</param>
internal sealed class PolicyActions(
    DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null,
    DataLake? forecasts = null)
{
    /// <summary>The name under which promotions of the policy are recorded.</summary>
    public const string Actor = "policy";

    /// <param name="policy">The limits of the gate of a refit.</param>
    /// <param name="training">The target, the horizon, the seed and the threads of a training.</param>
    /// <param name="decision">One that is carried out.</param>
    /// <param name="progress">Reports the progress of trainings.</param>
    /// <param name="stop">Stops between writes.</param>
    /// <returns>Whether it was carried out, the version that it made or promoted, and what happened.</returns>
    public async Task<(bool IsDone, int? Made, string Sentence)> RunAsync(MonitoringPolicy policy, TrainingRequest training,
        PolicyDecision decision, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var model = ModelName.For(training.Target.Value, training.Horizon);
        switch (decision.Action)
        {
            case PolicyAction.Promote:
                return await PromoteAsync(policy, training, model, decision.Version!.Value, progress, stop);
            case PolicyAction.Recalibrate:
                return (await RefitAsync(training, RefitKind.Recalibrate, policy, stop))
                    .Match(Registered, reason => (false, (int?)null, reason));
            case PolicyAction.Retrain:
                return Registered((await RefitAsync(training, RefitKind.Retrain, policy, stop)).Value
                    ?? await TrainAsync(policy, training, progress, stop));
            default:
                return Registered(await TrainAsync(policy, training, progress, stop));
        }

        static (bool, int?, string) Registered(TrainingReport report) => (true, report.Version,
            $"Version {report.Version} ({report.Recipe}) of {report.Model} is registered as challenger.");
    }

    private Task<ValueOrReason<TrainingReport>> RefitAsync(
        TrainingRequest training, RefitKind kind, MonitoringPolicy policy, CancellationToken stop) =>
        new RefitJob(lake, registry, calendar, clock).RunAsync(
            new(training.Roles, training.Horizon, kind) { LargestStep = policy.MaximumMeanChange }, stop);

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
                registry, lake, _ => training.Roles, calendar, clock,
                RecipeWalks.On(lake, calendar, clock, folds), forecasts)
            .PromoteAsync(request, progress, stop);
        return report.Decision == PromotionDecision.Refused
            ? (false, version, $"Version {version} of {model} was refused: {report.Verdict!.Summary}")
            : (true, version, $"Version {version} of {model} is champion.");
    }

    /// <summary>The limits of the gates that a policy sets.</summary>
    internal static PromotionLimits LimitsOf(MonitoringPolicy policy) => new()
    {
        MinimumShadowSessions = policy.ShadowSessions,
        MaximumMeanChange = policy.MaximumMeanChange,
        MaximumChange = policy.MaximumChange,
    };
}
