using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>The walk-forward of a training: the shipped model and its baselines on one target.</summary>
internal static class TrainingWalkForward
{
    /// <summary>First the shipped recipe, then the benchmark and the models that may replace the shipped recipe.</summary>
    public static readonly IReadOnlyList<string> Models =
        [ForecasterCatalog.Shipped, ForecasterCatalog.Benchmark, "log-har-range", "vix-calibrated", "xgboost-21"];

    /// <summary>The models of the walk-forward of a registered model: that model first.</summary>
    public static IReadOnlyList<string> ModelsFor(string registered) =>
        [registered, .. Models.Where(model => model != registered)];

    /// <exception cref="ArgumentException">There is no forecaster of this name; the message lists all names.</exception>
    public static IForecaster Forecaster(TargetHistory data, TrainingRequest request, string model) =>
        ForecasterCatalog.Create(model, Settings(data, request));

    private static IForecaster[] Forecasters(ForecasterSettings settings, IEnumerable<string> models) =>
        [.. models.Select(name => ForecasterCatalog.Create(name, settings))];

    public static ForecasterSettings Settings(TargetHistory data, TrainingRequest request) => new()
    {
        Features = data.Features,
        Seed = request.Seed,
        TreeParameters = request.TreeParameters,
    };

    /// <summary>Runs the walk-forward of a training's models.</summary>
    /// <exception cref="InsufficientDataException">No model can run, or the horizon is longer than the data.</exception>
    public static WalkForwardResult Run(TargetHistory data, TrainingRequest request, IReadOnlyList<string> models,
        TradingCalendar calendar, FoldStore? folds, IProgress<JobProgress>? progress, CancellationToken stop) =>
        Run(data, models, Options(data, request, models, calendar, folds), progress, stop);

    /// <summary>Runs a walk-forward of any models.</summary>
    public static WalkForwardResult Run(TargetHistory data, IReadOnlyList<string> models, WalkForwardOptions options,
        IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var window = options.RollingRows is { } rows ? $" with the newest {rows:N0} rows" : "";
        var step = $"{data.Rows.Symbol} walk-forward from {options.From:yyyy-MM-dd}{window}, folds";
        return WalkForward.Run(data.Rows, Forecasters(options.Settings!, models), options,
            progress is null ? null : new FoldProgress($"{data.Rows.Symbol} walk-forward", step, progress), stop);
    }

    /// <summary>The digest of a walk-forward of any models.</summary>
    public static string Digest(TargetHistory data, IReadOnlyList<string> models, WalkForwardOptions options) =>
        WalkForward.DigestOf(data.Rows, Forecasters(options.Settings!, models), options);

    /// <exception cref="InsufficientDataException">No model can run, or the horizon is longer than the data.</exception>
    public static WalkForwardOptions Options(TargetHistory data, TrainingRequest request, IReadOnlyList<string> models,
        TradingCalendar calendar, FoldStore? folds) => new()
        {
            Horizon = request.Horizon,
            From = WalkForwardStart.Of(data, request, Forecasters(Settings(data, request), models)),
            To = request.To,
            BurnIn = request.BurnIn ?? new WalkForwardOptions().BurnIn,
            DegreeOfParallelism = request.Threads,
            SessionAfter = calendar.Add,
            Explain = request.Explain,
            FoldStore = folds,
            Settings = Settings(data, request),
        };
}
