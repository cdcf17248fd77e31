using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Volatility;

namespace Volcast.Services.Training;

/// <summary>Which models can run on a target's history, and from which session on they are judged.</summary>
internal static class WalkForwardStart
{
    /// <summary>Sessions of complete features before the first origin that is judged, unless the request says otherwise:
    /// three years.</summary>
    private const int DefaultTrainingRows = 756;

    /// <summary>Sessions that a model is judged on where the history leaves no more: a year.</summary>
    private const int JudgedRows = 252;

    /// <summary>With fewer sessions with all of its inputs than this no model is registered: 23 months to learn from, a year to
    /// be judged on. A history of four years has them, of which the inputs take the first to warm up.</summary>
    private const int MinimumCompleteRows = 735;

    /// <summary>The first origin that is judged: the one asked for, or else one that leaves the models that can run three years
    /// to learn from; with a shorter history a year to be judged on; at the least what their fit needs.</summary>
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
        var comfortable = able.Max(model => model.CompleteFrom) + DefaultTrainingRows;
        var least = able.Max(model => model.FitRow!.Value);
        return data.Rows.Sessions[Math.Min(comfortable, Math.Max(end - JudgedRows, least))];
    }

    /// <summary>Refuses a training that could not be judged for a year.</summary>
    /// <exception cref="InsufficientDataException">The history is too short for the model; the message names the input that it
    /// lacks, or the horizon is longer than the data.</exception>
    public static void RequireTrainable(TargetHistory data, TrainingRequest request, IForecaster model)
    {
        var end = End(data, request);
        var found = Readiness(data, request, [model], end)[0];
        if (found.CompleteRows < MinimumCompleteRows)
            throw new InsufficientDataException(
                $"{model.Name}, the model that train registers, needs {MinimumCompleteRows} sessions with all of its inputs (23 "
                + $"months to learn from, a year to be judged on), and {data.Rows.Symbol} has {found.CompleteRows}{UpTo(request)}"
                + $"{Lacking(data, model.Inputs, end)}. {data.Advice}");
        if (!found.CanRun)
            throw NoneCanRun(data, request, [found], end);
    }

    /// <summary>The days to be judged are chosen from what was asked for, not from what the lake holds beyond it.</summary>
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
        return new($"No model can run on {data.Rows.Symbol}{UpTo(request)}. Each learns from sessions with all of its inputs "
            + $"whose training, over {request.Horizon} sessions, is known, and needs a later one to be judged on. Of such "
            + $"sessions there are\n{string.Concat(groups)}{data.Advice}");
    }

    private static string Lacking(TargetHistory data, IReadOnlyList<string> inputs, int end) =>
        data.WhatLacks(inputs, end) is { Length: > 0 } lacks ? $": {lacks}" : "";

    private static string UpTo(TrainingRequest request) => request.To is { } to ? $" up to {to:yyyy-MM-dd}" : "";
}
