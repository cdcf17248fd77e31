using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;

namespace Volcast.Services.Training;

/// <summary>All that a finished training has to say, before it is put into the registry's terms.</summary>
internal sealed record TrainingOutcome(
    TrainingRequest Request,
    TrainingData Data,
    string Digest,
    string Model,
    LakeKind Market,
    DateTimeOffset Started,
    DateTimeOffset Ended,
    IFittedForecaster Fitted,
    WalkForwardResult Evidence,
    IReadOnlyList<Score> Scores);
