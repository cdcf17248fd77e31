using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What one run of ingest is to bring in.</summary>
/// <param name="Symbols">Each symbol once.</param>
/// <param name="Lookback">How much history the lake is to hold; null for whatever the source has.</param>
/// <param name="Incremental">Whether the source may be asked for the newest sessions and holes only, once history is there.</param>
public sealed record IngestRequest(IReadOnlyList<Symbol> Symbols, LookbackPeriod? Lookback, bool Incremental);
