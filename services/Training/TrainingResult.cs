using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>All that a finished training has to say, before it is put into the registry's terms.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Data">What it learnt from.</param>
/// <param name="Digest">Of recipe, data and seed.</param>
/// <param name="Model">The registered model's name.</param>
/// <param name="Market">What the lake holds.</param>
/// <param name="Started">By the clock.</param>
/// <param name="Ended">By the clock.</param>
/// <param name="AsOf">When the newest session of the data had settled: the model's time, whenever it is trained.</param>
/// <param name="Fitted">The model.</param>
/// <param name="Evidence">Its walk-forward.</param>
/// <param name="Scores">Of that.</param>
internal sealed record TrainingResult(
    TrainingRequest Request,
    TargetHistory Data,
    string Digest,
    string Model,
    DataKind Market,
    DateTimeOffset Started,
    DateTimeOffset Ended,
    DateTimeOffset AsOf,
    IFittedForecaster Fitted,
    WalkForwardResult Evidence,
    IReadOnlyList<Score> Scores);
