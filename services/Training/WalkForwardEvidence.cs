using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>Walks the shipped model and its baselines forward over one target.</summary>
internal static class WalkForwardEvidence
{
    /// <summary>Sessions of complete features before the first origin that is judged, unless the request says otherwise:
    /// three years.</summary>
    private const int DefaultTrainingRows = 756;

    /// <summary>With fewer sessions of complete features than this nothing is trained: two years to learn from, one to be
    /// judged on.</summary>
    public const int MinimumCompleteRows = 756;

    /// <summary>The model that is registered, first; then those that it has to beat.</summary>
    public static readonly IReadOnlyList<string> Models = ["volcast", "har", "log-har-range", "vix-calibrated", "xgboost-21"];

    public static IForecaster[] Forecasters(TrainingData data, TrainingRequest request) => Forecasters(data, request, Models);

    private static IForecaster[] Forecasters(TrainingData data, TrainingRequest request, IEnumerable<string> models)
    {
        var settings = Settings(data, request);
        return [.. models.Select(name => ForecasterCatalog.Create(name, settings))];
    }

    public static ForecasterSettings Settings(TrainingData data, TrainingRequest request) => new()
    {
        Features = data.Features,
        Seed = request.Seed,
        TreeParameters = request.TreeParameters,
    };

    /// <summary>Walks a training's models forward.</summary>
    /// <exception cref="InsufficientDataException">The history is too short to learn from and be judged on.</exception>
    public static WalkForwardResult Run(TrainingData data, TrainingRequest request, TradingCalendar calendar, FoldStore? folds,
        IProgress<JobProgress>? progress, CancellationToken stop) =>
        Run(data, request, Models, Options(data, request, calendar, folds), progress, stop);

    /// <summary>Walks any models forward.</summary>
    public static WalkForwardResult Run(TrainingData data, TrainingRequest request, IReadOnlyList<string> models,
        WalkForwardOptions options, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var window = options.RollingRows is { } rows ? $" with the newest {rows:N0} rows" : "";
        var step = $"{data.Rows.Symbol} walk-forward from {options.From:yyyy-MM-dd}{window}, folds";
        return WalkForward.Run(data.Rows, Forecasters(data, request, models), options,
            progress is null ? null : new FoldProgress($"{data.Rows.Symbol} walk-forward", step, progress), stop);
    }

    /// <exception cref="InsufficientDataException">The history is too short to learn from and be judged on.</exception>
    public static WalkForwardOptions Options(TrainingData data, TrainingRequest request, TradingCalendar calendar,
        FoldStore? folds)
    {
        var rows = data.Rows;
        var first = data.FirstCompleteRow();
        // The days to be judged are chosen from what was asked for, not from what the lake holds beyond it.
        var end = request is { From: null, To: { } to } ? rows.FirstRowFrom(to.AddDays(1)) : rows.Rows;
        var complete = Math.Max(end - first, 0);
        if (complete < MinimumCompleteRows)
            throw new InsufficientDataException(
                $"{rows.Symbol} has {complete} sessions on which all features are present"
                + $"{(end < rows.Rows ? $" up to {request.To:yyyy-MM-dd}" : "")}, and training needs "
                + $"{MinimumCompleteRows} (about three years, and the features themselves need another). "
                + "Take a longer history: LOOKBACK_PERIOD=5y or more, then ingest and features."
                + data.WhatBeginsLast(first));

        return new WalkForwardOptions
        {
            Horizon = request.Horizon,
            From = request.From ?? rows.Sessions[Math.Min(first + DefaultTrainingRows, end - MinimumCompleteRows / 3)],
            To = request.To,
            DegreeOfParallelism = request.Threads,
            SessionAfter = calendar.Add,
            Explain = request.Explain,
            FoldStore = folds,
            Settings = Settings(data, request),
        };
    }
}
