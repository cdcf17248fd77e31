using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Scores;

/// <summary>What a run of <see cref="ScoresJob"/> did for one target.</summary>
/// <param name="Target">The symbol that is forecast.</param>
/// <param name="Added">The rows that this run wrote, in the order of their key.</param>
/// <param name="Notes">Why forecasts have no value of <c>pit</c>, one sentence for each reason.</param>
public sealed record ScoresReport(Symbol Target, IReadOnlyList<MonitoringRow> Added, IReadOnlyList<string> Notes);
