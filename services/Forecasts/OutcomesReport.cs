using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>What a run of <see cref="OutcomesJob"/> did for one target.</summary>
/// <param name="Target">The symbol that is forecast.</param>
/// <param name="Added">The rows that this run wrote, in the order of their key.</param>
/// <param name="Revised">How many of them replace an earlier outcome, which stays stored.</param>
/// <param name="Pending">The forecast periods that have not ended, or whose end the lake does not hold yet.</param>
/// <param name="NextEnd">The first end of a pending period; null if none is pending.</param>
/// <param name="Unknown">The periods that have ended and whose outcome is unknown.</param>
public sealed record OutcomesReport(
    Symbol Target, IReadOnlyList<OutcomeRow> Added, int Revised, int Pending, DateOnly? NextEnd,
    IReadOnlyList<UnknownOutcome> Unknown);

/// <summary>A forecast period that has ended without a known outcome.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="ForecastOrigin">The session before the period.</param>
/// <param name="TargetEnd">Its last session.</param>
/// <param name="Reason">Why the outcome is unknown, and what to do.</param>
public sealed record UnknownOutcome(int Horizon, DateOnly ForecastOrigin, DateOnly TargetEnd, string Reason);
