using Volcast.Services.Forecasts;
using Volcast.Services.Monitoring.Scores;

namespace Volcast.Cli.Pipeline;

/// <summary>What the stage of outcomes stored for one target.</summary>
/// <param name="Outcomes">The outcomes of forecast periods that have ended.</param>
/// <param name="Scores">The scores of the forecasts of these periods.</param>
internal sealed record ScoredTarget(OutcomesReport Outcomes, ScoresReport Scores);
