using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;

namespace Volcast.Services.Training;

/// <summary>A walk-forward of any models.</summary>
/// <param name="Training">Target, horizon, days and seed.</param>
public sealed record BacktestRequest(TrainingRequest Training)
{
    /// <summary>Forecasters by name; all of <see cref="Forecasting.ForecasterCatalog"/> by default.</summary>
    public IReadOnlyList<string> Models { get; init; } = ForecasterCatalog.Names;

    /// <summary>Sessions from one refit to the next; two months by default.</summary>
    public int RefitEvery { get; init; } = new WalkForwardOptions().RefitEvery;

    /// <summary>Labelled rows of a rolling training window; null, the default, for an expanding window.</summary>
    public int? RollingRows { get; init; }

    /// <summary>The universal slopes to choose from; null, the default, for the shipped ones.</summary>
    public IReadOnlyList<UniversalSlopes>? Slopes { get; init; }

    /// <summary>Whether the shipped recipe is fitted without its trees.</summary>
    public bool LeavesOutTrees { get; init; }

    /// <summary>Whether the contributions of each input are computed for the model that the report is about.</summary>
    public bool IsExplained { get; init; }

    /// <summary>Whether the models are compared in a report, which needs more than a few origins with an outcome.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Labelled rows of a rolling window for a second walk-forward of the report's model and the benchmark; null, the
    /// default, for no second walk-forward.</summary>
    public int? LookBackRows { get; init; }
}

/// <summary>The result of a backtest.</summary>
/// <param name="Result">Every model's forecasts.</param>
/// <param name="LookBack">The forecasts of the report's model and the benchmark from a rolling window; null where none was
/// requested.</param>
/// <param name="Options">The options of the walk-forward.</param>
/// <param name="Model">The model that a report is about: the one that training registers if it took part, else the first.</param>
/// <param name="Benchmark">The benchmark: har, if it took part, else the first.</param>
/// <param name="InputDigests">Table → digest of the data that was read.</param>
/// <param name="DataKind">The kind of data in the lake.</param>
public sealed record BacktestResult(
    WalkForwardResult Result,
    WalkForwardResult? LookBack,
    WalkForwardOptions Options,
    string Model,
    string Benchmark,
    IReadOnlyDictionary<string, string> InputDigests,
    DataKind DataKind);
