using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What one run of ingest is to bring in.</summary>
/// <param name="Symbols">Each symbol once.</param>
/// <param name="Lookback">How much history the lake is to hold; null for whatever the source has.</param>
/// <param name="IsLive">Whether the source goes on day by day: then it is asked only for what is new or missing, and a
/// newest session that is absent counts as missing. A folder of files ends where it ends and is read whole.</param>
public sealed record IngestRequest(IReadOnlyList<Symbol> Symbols, LookbackPeriod? Lookback, bool IsLive)
{
    /// <summary>Those that a run can do without where the source does not know them, as what stands beside a target: features
    /// made from them are absent then. None by default.</summary>
    public IReadOnlyCollection<Symbol> Optional { get; init; } = [];
}
