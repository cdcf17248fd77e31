using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Volatility;

namespace Volcast.Services.Training;

/// <summary>Which models can run on a target's history, and the first origin on which they are scored.</summary>
internal static class WalkForwardStart
{
    /// <summary>The number of sessions of complete features before the first scored origin, unless the request gives a date:
    /// three years.</summary>
    private const int DefaultTrainingRows = 756;

    /// <summary>The number of origins with an outcome that are scored if the history leaves less than three years for training:
    /// the 504 that a promotion needs, and a month in reserve for days on which an input is missing.</summary>
    private const int JudgedRows = 525;

    /// <summary>The number of scored sessions if the history is shorter than that too: a year.</summary>
    private const int FewestJudgedRows = 252;

    /// <summary>The number of sessions of complete features that more than a year of scored sessions leaves for training: 23
    /// months.</summary>
    private const int FewestTrainingRows = 483;

    /// <summary>The smallest number of sessions with all inputs for which a model is registered: 23 months for training and a
    /// year for scoring. A history of four years is enough; its first year is the warm-up of the inputs.</summary>
    private const int MinimumCompleteRows = FewestTrainingRows + FewestJudgedRows;

    /// <summary>The first scored origin: the requested one, or else one that leaves three years for training to the models that
    /// can run. With a shorter history it leaves two years for scoring and at least 23 months for training; with less than
    /// that, a year for scoring, but never less for training than a fit needs.</summary>
    /// <exception cref="InsufficientDataException">No model can run, or the horizon is longer than the data.</exception>
    public static DateOnly Of(TargetHistory data, TrainingRequest request, IReadOnlyList<IForecaster> models)
    {
        var end = End(data, request);
        var found = Readiness(data, request, models, end);
        var able = Array.FindAll(found, model => model.CanRun);
        if (able.Length == 0)
            throw NoneCanRun(data, request, found, end);
        if (request.From is { } from)
            return from;
        var complete = able.Max(model => model.CompleteFrom);
        var least = able.Max(model => model.FitRow!.Value);
        var shorter = Math.Max(
            end - JudgedRows - request.Horizon, Math.Min(end - FewestJudgedRows, complete + FewestTrainingRows));
        return data.Rows.Sessions[Math.Min(complete + DefaultTrainingRows, Math.Max(shorter, least))];
    }

    /// <summary>Refuses a training that would leave less than a year for scoring.</summary>
    /// <exception cref="InsufficientDataException">The history is too short for the model, or the horizon is longer than the
    /// data; the message names the missing inputs.</exception>
    public static void RequireTrainable(TargetHistory data, TrainingRequest request, IForecaster model)
    {
        if (WhyNotTrainable(data, request, model) is { } reason)
            throw new InsufficientDataException($"{model.Name} cannot be trained: {reason} {data.HowToExtend}");
        var end = End(data, request);
        if (Readiness(data, request, [model], end)[0] is { CanRun: false } unable)
            throw NoneCanRun(data, request, [unable], end);
    }

    /// <summary>Why a training of this model would leave less than a year for scoring; null if it would not. The benchmark and the
    /// model of universal slopes may have less: no score of the target decides whether they forecast.</summary>
    public static string? WhyNotTrainable(TargetHistory data, TrainingRequest request, IForecaster model)
    {
        var end = End(data, request);
        var found = Readiness(data, request, [model], end)[0];
        var least = model.Name is ForecasterCatalog.Benchmark or ForecasterCatalog.Universal ? 0
            : request.FewestCompleteRows ?? MinimumCompleteRows;
        return found.CompleteRows >= least ? null
            : $"it needs {least} sessions with all of its inputs (23 months for training, a year for scoring), and "
                + $"{data.Rows.Symbol} has {found.CompleteRows}{UpTo(request)}{Lacking(data, model.Inputs, end)}.";
    }

    /// <summary>Whether the history is too short to judge a model on it: it leaves less than the origins that a promotion needs
    /// after 23 months for training.</summary>
    public static bool IsShort(TargetHistory data, TrainingRequest request, IForecaster model) =>
        Readiness(data, request, [model], End(data, request))[0].CompleteRows < FewestTrainingRows + JudgedRows;

    /// <summary>Whether a model can be fitted and scored on one origin, however few there are.</summary>
    public static bool CanRun(TargetHistory data, TrainingRequest request, IForecaster model) =>
        Readiness(data, request, [model], End(data, request))[0].CanRun;

    /// <summary>Of these models, those that can be trained and scored.</summary>
    public static IReadOnlyList<IForecaster> Trainable(
        TargetHistory data, TrainingRequest request, IEnumerable<IForecaster> models) =>
    [
        .. models.Where(model => WhyNotTrainable(data, request, model) is null
            && CanRun(data, request, model)),
    ];

    /// <summary>The scored days are chosen from the requested period, even if the lake has later data.</summary>
    private static int End(TargetHistory data, TrainingRequest request) =>
        request is { From: null, To: { } to } ? data.Rows.FirstRowFrom(to.AddDays(1)) : data.Rows.Rows;

    private static ModelReadiness[] Readiness(
        TargetHistory data, TrainingRequest request, IReadOnlyList<IForecaster> models, int end)
    {
        WalkForward.RequireOutcomes(data.Rows, request.Horizon);
        var labels = RealizedVariance.Labels(data.Rows.TargetReturns, request.Horizon);
        return [.. models.Select(model => ModelReadiness.Of(model, data, labels, request.Horizon, end))];
    }

    private static InsufficientDataException NoneCanRun(
        TargetHistory data, TrainingRequest request, IReadOnlyList<ModelReadiness> models, int end)
    {
        var groups = models.GroupBy(m => (m.UsableRows, m.Model.MinimumTrainingRows, Lacks: Lacking(data, m.Model.Inputs, end)))
            .OrderByDescending(group => group.Key.UsableRows).Select(group =>
                $"  {string.Join(", ", group.Select(m => m.Model.Name))}: {group.Key.UsableRows} of the "
                + $"{group.Key.MinimumTrainingRows} needed{group.Key.Lacks}\n");
        return new($"No model can run on {data.Rows.Symbol}{UpTo(request)}. A model is trained on sessions with all of its "
            + $"inputs and a known outcome over {Counted.Of(request.Horizon, "session")}, and needs a later such session for "
            + $"scoring. The sessions that each has:\n{string.Concat(groups)}{data.HowToExtend}");
    }

    private static string Lacking(TargetHistory data, IReadOnlyList<string> inputs, int end) =>
        data.DescribeMissing(inputs, end) is { Length: > 0 } lacks ? $": {lacks}" : "";

    private static string UpTo(TrainingRequest request) => request.To is { } to ? $" up to {to:yyyy-MM-dd}" : "";
}
