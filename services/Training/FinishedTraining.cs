using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>What a finished training produced, from which its registration is made.</summary>
/// <param name="Request">The request.</param>
/// <param name="Data">The training data.</param>
/// <param name="Digest">The digest of recipe, data and seed.</param>
/// <param name="Model">The registered model's name.</param>
/// <param name="Choice">The recipe, and why it was chosen.</param>
/// <param name="DataKind">The kind of data in the lake.</param>
/// <param name="Started">When the training started.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="AsOf">When the newest session of the data settled: the model's time, independent of when it is trained.</param>
/// <param name="Fitted">The fitted model.</param>
/// <param name="Evidence">The out-of-sample scores of the recipe.</param>
internal sealed record FinishedTraining(
    TrainingRequest Request,
    TargetHistory Data,
    string Digest,
    string Model,
    RecipeChoice Choice,
    DataKind DataKind,
    DateTimeOffset Started,
    DateTimeOffset Ended,
    DateTimeOffset AsOf,
    IFittedForecaster Fitted,
    TrainingEvidence Evidence);
