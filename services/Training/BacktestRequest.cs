using Volcast.Evaluation;
using Volcast.Lake;

namespace Volcast.Services.Training;

/// <summary>What is to be walked forward beside what a training would be.</summary>
/// <param name="Training">Target, horizon, days and seed.</param>
public sealed record BacktestRequest(TrainingRequest Training)
{
    /// <summary>Forecasters by name; all of <see cref="Forecasting.ForecasterCatalog"/> by default.</summary>
    public IReadOnlyList<string> Models { get; init; } = Forecasting.ForecasterCatalog.Names;

    /// <summary>Sessions from one refit to the next; two months by default.</summary>
    public int RefitEvery { get; init; } = new WalkForwardOptions().RefitEvery;

    /// <summary>Labelled rows of a rolling training window; null, the default, lets it expand.</summary>
    public int? RollingRows { get; init; }

    /// <summary>Whether the model that a report is about is to say why it forecast what it did.</summary>
    public bool IsExplained { get; init; }

    /// <summary>Whether the models are to be compared in a report, for which a few origins with an outcome are not
    /// enough.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Labelled rows of a rolling window with which the report's model and the benchmark are walked forward once more;
    /// null, the default, spares that.</summary>
    public int? LookBackRows { get; init; }
}

/// <summary>What a backtest gave.</summary>
/// <param name="Result">Every model's forecasts.</param>
/// <param name="LookBack">Those of the report's model and the benchmark from a rolling window; null where that was not asked
/// for.</param>
/// <param name="Options">How it was walked.</param>
/// <param name="Model">What a report is about: the model that training registers where it took part, else the first.</param>
/// <param name="Benchmark">What the others are held against: har where it took part, else the first.</param>
/// <param name="InputDigests">Table → digest of what was read.</param>
/// <param name="Market">What the lake holds.</param>
public sealed record BacktestResult(
    WalkForwardResult Result,
    WalkForwardResult? LookBack,
    WalkForwardOptions Options,
    string Model,
    string Benchmark,
    IReadOnlyDictionary<string, string> InputDigests,
    DataKind Market);
