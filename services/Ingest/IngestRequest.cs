using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What one run of ingest downloads and stores.</summary>
/// <param name="Symbols">Each symbol once.</param>
/// <param name="Lookback">How much history to store; null for all that the source has.</param>
/// <param name="IsLive">Whether the source gets a new session every day: then only new or missing sessions are requested, and
/// a missing newest session counts as missing. A folder of files is read completely.</param>
public sealed record IngestRequest(IReadOnlyList<Symbol> Symbols, LookbackPeriod? Lookback, bool IsLive)
{
    /// <summary>Symbols that the source may lack, such as the assets beside a target; the features made from them are then
    /// missing. Empty by default.</summary>
    public IReadOnlyCollection<Symbol> Optional { get; init; } = [];

    /// <summary>Symbols in whose place another one is used where the source has none or too little of them: the targets' own
    /// implied-volatility indices. Each is optional, and may have ended. Empty by default.</summary>
    public IReadOnlyCollection<Symbol> Replaceable { get; init; } = [];
}
