using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Prediction;

namespace Volcast.Cli.Output;

/// <summary>What <c>volcast outcomes</c> prints of one target.</summary>
/// <param name="Scored">What the run stored.</param>
/// <param name="DataKind">Real or simulated bars.</param>
/// <param name="Models">The scores of the requested horizons.</param>
internal sealed record OutcomesPage(ScoredTarget Scored, DataKind DataKind, IReadOnlyList<ScoreSummary> Models);
